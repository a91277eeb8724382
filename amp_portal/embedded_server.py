"""waitress for the portal in one process; it notes of each request when its head and its body had arrived."""

from django.conf import settings
from django.utils import timezone
from waitress import create_server
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer
from waitress.task import WSGITask

from . import arrival

THREADS = 8
CONNECTIONS = 900  # waitress reads nothing of whoever comes after them; below the 1,024 files of a usual process


class Parser(HTTPRequestParser):
    head_at = body_at = None

    def received(self, data):
        consumed = super().received(data)
        if self.headers_finished and self.head_at is None:
            self.head_at = timezone.now()
        if self.completed:
            self.body_at = timezone.now()
        return consumed


class Task(WSGITask):
    def get_environment(self):
        environ = super().get_environment()
        environ[arrival.HEAD_AT], environ[arrival.BODY_AT] = self.request.head_at, self.request.body_at
        return environ


class Channel(HTTPChannel):
    parser_class = Parser
    task_class = Task


def listening(application, *, host, port, threads=THREADS):
    """A waitress server that has taken its port. Raises OSError, and ValueError for what is no address of ours."""
    sockets: dict = {}
    server = create_server(
        application,
        map=sockets,
        host=host,
        port=port,
        threads=threads,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
        max_request_body_size=settings.LARGEST_REQUEST,
        clear_untrusted_proxy_headers=False,  # TRUSTED_PROXIES says whom to believe, not waitress
    )
    for listener in sockets.values():  # one for each address, and what wakes them
        if isinstance(listener, BaseWSGIServer):
            listener.channel_class = Channel
    return server
