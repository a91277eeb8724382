"""The evaluation windows of a person's running mentorships, in their calendar."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.agenda import Entry, dated
from mentorship.models import Mentorship

from .models import Round


@dated
def windows(person, now):
    """Two queries: their mentorships, the rounds of the cohorts."""
    mentors = Q(project__mentors__person=person, project__mentors__until=None)
    mine = Mentorship.objects.active().filter(Q(mentee=person) | mentors).distinct()
    by_cohort = {mentorship.cohort_id: mentorship for mentorship in mine}
    for round in Round.objects.with_window().filter(cohort__in=by_cohort, released_at=None).select_related("cohort"):
        if round.window:
            yield Entry(
                f"round/{round.pk}",
                _("%(cohort)s: %(round)s evaluation") % {"cohort": round.cohort, "round": round},
                round.opens_at,
                round.closes_at,
                reverse("evaluations:result", args=[round.pk, by_cohort[round.cohort_id].pk]),
            )
