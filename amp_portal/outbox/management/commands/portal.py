import errno
import os
import signal
import socket
import sys
from ipaddress import ip_address

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from amp_portal import embedded_server
from amp_portal.outbox import embedded, post
from amp_portal.users.models import Person, User
from amp_portal.wsgi import application


class Command(BaseCommand):
    help = "The whole portal in one process: site, worker and schedule, on one SQLite file. Ctrl-C stops it."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine only)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--demo", action="store_true", help="fill an empty portal with an invented cohort")

    def handle(self, *, host, port, demo, **options):
        if demo and settings.PRODUCTION:
            raise CommandError("A portal in production takes no demo. Leave out --demo, or PRODUCTION.")
        os.umask(0o077)  # whatever it writes is nobody else's on this machine
        signal.signal(signal.SIGTERM, lambda *_args: sys.exit(0))
        server = self._listen(host, port)
        try:
            address = self._open_for(host, _port_of(server))
            call_command("migrate", interactive=False, verbosity=0)
            if demo:
                self._fill()
            with embedded.running():
                self._welcome(address)
                server.run()
        finally:
            server.close()
        self.stdout.write("Stopped.")

    def _listen(self, host, port):
        """Take the port first: whoever can't have it should know before anything else happens."""
        try:
            return embedded_server.listening(application, host=host, port=port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(f"Port {port} is taken. Try another one: --port {port + 1}") from None
            raise CommandError(f"Can't listen on {host}, port {port}: {error.strerror or error}") from None
        except ValueError:
            raise CommandError(f"“{host}” is not an address of this machine.") from None

    def _open_for(self, host, port):
        """Let the site answer under the names it is reached by. Returns its address, where letters link to as well."""
        everywhere = _is_everywhere(host)
        names = [socket.gethostname(), *_own_addresses()] if everywhere else [host]
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, *(f"[{name}]" if ":" in name else name for name in names)]
        shown = "localhost" if everywhere else host
        address = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
        if not os.environ.get("SITE_URL"):
            settings.SITE_URL = address
        return address

    def _fill(self):
        if Person.objects.exists():
            self.stdout.write("There are people here already, so no demo was added.")
        else:
            call_command("demo", stdout=self.stdout)

    def _welcome(self, address):
        self.stdout.write(self.style.SUCCESS(f"The portal is at {address}/"))
        if not User.objects.filter(is_superuser=True).exists():
            self.stdout.write("Nobody runs it yet. In another terminal: python manage.py createsuperuser")
        if not post.is_real():
            self.stdout.write(
                f"Letters are not sent but written to {settings.EMAIL_FILE_PATH} (EMAIL_URL changes that)."
            )
        self.stdout.write("Ctrl-C stops it.")
        self.stdout.flush()


def _port_of(server):
    """The port it really listens on; with several addresses that of the first."""
    listening = getattr(server, "effective_listen", None)
    return listening[0][1] if listening else server.effective_port


def _is_everywhere(host):
    """0.0.0.0 or ::, each of this machine's addresses."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def _own_addresses():
    try:
        return {found[4][0] for found in socket.getaddrinfo(socket.gethostname(), None)}
    except OSError:
        return set()
