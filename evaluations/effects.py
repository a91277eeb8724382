"""What a change of a cohort's dates moves here."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts import effects

from .ladder import RUNGS
from .models import FollowUp, Round
from .outcomes import asking


@effects.forbids
def other_money(cohort, shifts):
    """Stipend lines are amounts of the mode and the currency they were made in."""
    wanted = {shift.name for shift in shifts} & {"mode", "currency"}
    if wanted and cohort.stipend_lines.exists():
        for name in sorted(wanted):
            yield name, _("This cohort has stipend lines already: its mode and currency stay.")


@effects.reminders
def ladder(kind, starts_at, ends_at):
    """What goes out for an evaluation's window or a follow-up. Times are those of a day without a change of clocks."""
    if kind in asking.PHASES:
        yield _("questions to former mentees"), starts_at
    if kind in Round.Kind.values:
        for rung in RUNGS:
            yield _in_words(rung), rung.due_at(starts_at, starts_at.tzinfo)


@effects.relies_on_phases
def asked_after(cohort):
    """Follow-ups that were sent can be answered for some time. One query."""
    asked = set(FollowUp.objects.filter(mentorship__cohort=cohort).values_list("months", flat=True).distinct())
    for kind, months in asking.PHASES.items():
        if months in asked:
            yield kind, _("Former mentees have been asked, so it stays.")


def _in_words(rung):
    if rung.days < 0:
        return ngettext(
            "reminder %(days)s day before the evaluation", "reminder %(days)s days before the evaluation", -rung.days
        ) % {"days": -rung.days}
    return _("letter to who has not submitted") if rung.days else _("letter that the evaluation is open")
