from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from amp_portal.roster.apply import sync
from amp_portal.roster.errors import RosterError


def day(text):
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = "Read the community's maintainers list and keep its history."

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="PATH_OR_URL")
        parser.add_argument("--as-of", type=day, metavar="DATE", help="the day it speaks for (today)")

    def handle(self, *, source, as_of, **options):
        now = timezone.now()
        try:
            report = sync(source, as_of=as_of or now.date(), now=now)
        except RosterError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(report))
