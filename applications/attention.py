"""What of applications stands on the organizers' attention list: rules that fail for somebody who holds a place, and
texts to look at before mentors read them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts.attention import Event, Matter, matters

from .models import Flag, RedactionCheck


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


@matters
def much_to_hide(cohort, now):
    """Until an organizer has looked, or the review is blind no longer."""
    if not cohort.blind_review:
        return
    checks = RedactionCheck.objects.open().filter(version__application__cohort=cohort)
    for check in checks.select_related("version__application__person"):
        application = check.version.application
        yield Matter(
            key=f"redaction/{check.pk}",
            kind=_("blind review"),
            person=application.person,
            about="",
            since=check.asked_at,
            urgency="warning",
            next_step=_("More than a tenth of a text would be hidden. Its mentors can't read it until you've looked."),
            url=reverse("applications:redaction", args=[cohort.slug, application.pk]),
            action=_("See what is hidden"),
            is_settled_elsewhere=True,
        )
