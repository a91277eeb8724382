"""What of the mentorships waits for the organizers of a cohort, counted."""

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.models import Phase, Settled
from cohorts.organizing import Counted, Waiting, belongs_to, waiting

from ..models import Episode, Mentorship, SupportRequest
from ..states import State, SupportState

TOLD_ORGANIZERS = 2  # the step of the mentors' side at which organizers hear of it


@waiting
def mentorships(cohorts, now, organizer):
    """Once somebody can have a place."""
    selected = [cohort for cohort in cohorts if cohort.has_opened(Phase.Kind.SELECTION, now)]
    if not selected:
        return
    yield Waiting("at_risk", Mentorship.objects.at_risk(), _at_risk, among=selected)
    yield Waiting("unanswered", left_unanswered(), _unanswered, "mentorship__cohort", selected)
    asked = SupportRequest.objects
    asked = asked.waiting_for(organizer) if organizer else asked.filter(state=SupportState.ASKED)
    yield Waiting("support", asked, _support, among=selected)


def left_unanswered():
    """Silences of mentors that organizers were told about, and nobody has decided about."""
    key = Concat(Value("unanswered/"), Cast(OuterRef("pk"), CharField()))
    settled = Settled.objects.filter(cohort=OuterRef("mentorship__cohort"), key=key)
    told = Episode.objects.filter(side=Episode.Side.MENTORS, steps__number=TOLD_ORGANIZERS)
    return told.filter(~Exists(settled), mentorship__state=State.ACTIVE)


def _listed(name, cohort, number, what, text, action, link=""):
    return Counted(
        f"{name}/{cohort.pk}",
        what % {"count": number},
        link or reverse("cohorts:attention", args=[cohort.slug]),
        count=number,
        text=text,
        action=action,
        urgency="soon",
        is_listed=True,
        **belongs_to(cohort),
    )


def _at_risk(cohort, counts, now):
    number = counts["at_risk"]
    what = ngettext("%(count)d mentee has been quiet for long", "%(count)d mentees have been quiet for long", number)
    return _listed("at-risk", cohort, number, what, _("A personal word often helps most."), _("See who"))


def _unanswered(cohort, counts, now):
    number = counts["unanswered"]
    what = ngettext("%(count)d mentee waits long for an answer", "%(count)d mentees wait long for an answer", number)
    text = _("Ask the mentors whether they need help.")
    return _listed("unanswered-mentees", cohort, number, what, text, _("See who"))


def _support(cohort, counts, now):
    number = counts["support"]
    what = ngettext("%(count)d person asks for help", "%(count)d people ask for help", number)
    link = reverse("mentorship:support", args=[counts.first["support"]]) if number == 1 else ""
    return _listed(
        "support", cohort, number, what, _("Take it, or pass it on to who can help best."), _("Read it"), link
    )
