from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from amp_portal.refusals import Refusal
from evaluations import demo


class Command(BaseCommand):
    help = "Fill an empty database with three invented cohorts, and print who to sign in as."

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=1, help="another number gives other names (default: 1)")

    def handle(self, *, seed, **options):
        if settings.PRODUCTION:
            raise CommandError("A portal in production takes no demo: everybody knows the passwords of its people.")
        if demo.is_filled():
            self.stdout.write("The demo is there already: nothing was changed.")
            return
        try:
            logins = demo.fill(now=timezone.now(), seed=seed)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self._print(logins)

    def _print(self, logins):
        rows = [("Sign in as", "E-mail", "Password"), *((each.role, each.email, each.password) for each in logins)]
        widths = [max(len(row[column]) for row in rows) for column in range(2)]
        for role, email, password in rows:
            self.stdout.write(f"{role:<{widths[0]}}  {email:<{widths[1]}}  {password}")
