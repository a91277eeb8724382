"""What of eligibility stands on the organizers' attention list: rules that fail for somebody who holds a place."""

from django.utils.translation import gettext as _

from cohorts.attention import Event, Matter, matters

from .models import Flag


@matters
def ineligibility(cohort, now):
    """Until an organizer has decided about it, on its own page."""
    flags = Flag.objects.of(cohort).open().select_related("application__person", "application__cohort")
    for flag in flags:
        yield Matter(
            key=f"flag/{flag.pk}",
            kind=_("eligibility"),
            person=flag.application.person,
            about=str(flag.rule_name),
            since=flag.raised_at,
            urgency="warning",
            next_step=str(flag.advice),
            url=flag.get_absolute_url(),
            action=_("Look at it and decide"),
            history=[Event(flag.raised_at, flag.reason)],
            is_settled_elsewhere=True,
        )
