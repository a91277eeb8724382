from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from amp_portal.roster.apply import confirm, sync
from amp_portal.roster.errors import RosterError
from amp_portal.roster.models import Held


def day(text):
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = "Read the community's maintainers list and keep its history."

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="PATH_OR_URL", nargs="?", help="with --confirm: the one that waits")
        parser.add_argument("--as-of", type=day, metavar="DATE", help="the day it speaks for (today)")
        parser.add_argument(
            "--confirm", action="store_true", help="the list is whole, although many people are missing on it"
        )

    def handle(self, *, source, as_of, **options):
        now, is_confirmed = timezone.now(), options["confirm"]
        try:
            if source:
                report = sync(source, as_of=as_of or now.date(), now=now, is_confirmed=is_confirmed)
            else:
                report = self._confirm_held(is_confirmed, now)
        except RosterError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(report))
        for why in report.unreadable:
            self.stderr.write(why)

    def _confirm_held(self, is_confirmed, now):
        if not is_confirmed:
            raise CommandError("Say where the list is: PATH_OR_URL.")
        held = Held.objects.first()
        if held is None:
            raise CommandError("No list waits to be confirmed.")
        return confirm(held.digest, by=None, now=now)
