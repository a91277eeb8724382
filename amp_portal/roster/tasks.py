"""The list on a schedule: from ROSTER_URL, if there is one."""

import structlog
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from .apply import sync as sync_roster
from .errors import RosterError

log = structlog.get_logger()


@shared_task
def sync():
    """Read the list again. A failure is recorded as an Attempt, where organizers see it; the last list stands."""
    if not settings.ROSTER_URL:
        return
    now = timezone.now()
    try:
        report = sync_roster(settings.ROSTER_URL, as_of=now.date(), now=now)
    except RosterError as error:
        log.warning("the maintainers list could not be read", error=str(error))
    else:
        log.info("read the maintainers list", report=str(report))
