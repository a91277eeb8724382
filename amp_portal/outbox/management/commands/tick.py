import json
from datetime import UTC, datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from amp_portal import sweeps
from amp_portal.outbox import post
from amp_portal.outbox.models import Webhook
from amp_portal.outbox.tick import tick


class Command(BaseCommand):
    help = "Run all periodic work once, deliver what is due, and print what was done as JSON."

    def add_arguments(self, parser):
        parser.add_argument(
            "--at",
            metavar="INSTANT",
            help="as if it were then, e.g. 2027-06-23T09:00+02:00; without a zone it is UTC",
        )

    def handle(self, *, at=None, **options):
        now = timezone.now()
        if at:
            instant = _instant(at)
            if instant > now and settings.PRODUCTION and (post.is_real() or Webhook.objects.exists()):
                raise CommandError(f"{instant.isoformat()} has not come yet, and from here letters go to real people.")
            now = instant
        report = tick(now)
        self.stdout.write(json.dumps(report, indent=2))
        if failed := sweeps.failures(report["sweeps"]):
            raise CommandError(f"These did not finish, the log says why: {', '.join(failed)}.")


def _instant(text):
    try:
        instant = datetime.fromisoformat(str(text))
    except ValueError:
        raise CommandError(f"“{text}” is not an instant. Write it like 2027-06-23T09:00+02:00.") from None
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
