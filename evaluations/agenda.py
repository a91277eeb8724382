"""The evaluation windows of a person's running mentorships, in their calendar."""

from collections import defaultdict

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.agenda import Entry, dated
from mentorship.models import Mentorship

from .models import Decision, Round


@dated
def windows(person, now):
    """Constant in queries: their mentorships, with dates of their own; the rounds of the cohorts, what is out."""
    mentors = Q(project__mentors__person=person, project__mentors__until=None)
    mine = (
        Mentorship.objects.active()
        .filter(Q(mentee=person) | mentors)
        .distinct()
        .with_windows()
        .select_related("mentee")
    )
    by_cohort = defaultdict(list)
    for mentorship in mine:
        by_cohort[mentorship.cohort_id].append(mentorship)
    told = set(Decision.objects.told().filter(mentorship__in=mine).values_list("round_id", "mentorship_id"))
    shown = set()
    for round in Round.objects.filter(cohort__in=by_cohort):
        for mentorship in by_cohort[round.cohort_id]:
            entry = _window(round.of(mentorship), mentorship)
            if entry and (round.pk, mentorship.pk) not in told and entry.key not in shown:
                shown.add(entry.key)
                yield entry


def _window(round, mentorship):
    """One entry for all mentorships of a cohort, but for those with dates of their own."""
    if not round.window:
        return None
    names = {"cohort": mentorship.cohort, "round": round, "mentee": mentorship.mentee}
    title = _("%(cohort)s: %(round)s evaluation")
    return Entry(
        f"round/{round.pk}/{mentorship.pk}" if round.has_own_window else f"round/{round.pk}",
        (_("%(cohort)s: %(round)s evaluation of %(mentee)s") if round.has_own_window else title) % names,
        round.opens_at,
        round.closes_at,
        reverse("evaluations:result", args=[round.pk, mentorship.pk]),
    )
