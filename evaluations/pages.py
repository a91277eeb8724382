"""What organizers see of the evaluations on their start page, and where they are among the organizers' pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.cockpit import Fact, fact
from cohorts.navigation import Page, page

from . import duties
from .models import Round
from .release import with_more_time


@page
def evaluations(cohort, now):
    """To the midterm, and to the final from the day it opens."""
    final = cohort.phase(Round.Kind.FINAL)
    kind = Round.Kind.FINAL if final and final.starts_at <= now else Round.Kind.MIDTERM
    yield Page("evaluations", _("Evaluations"), reverse("evaluations:round", args=[cohort.slug, kind]), rank=70)


@page
def recognition(cohort, now):
    yield Page("recognition", _("Recognition"), reverse("evaluations:recognition", args=[cohort.slug]), rank=72)


@page
def stipends(cohort, now):
    if cohort.is_funded:
        yield Page("budget", _("Stipends"), reverse("evaluations:budget", args=[cohort.slug]), rank=75)


@page
def outcomes(cohort, now):
    yield Page("outcomes", _("Outcomes"), reverse("evaluations:outcomes", args=[cohort.slug]), rank=78)


@fact
def rounds(cohort, now):
    """How each round stands; before it is open it leads to its questions."""
    made = {round.kind: round for round in cohort.rounds.prefetch_related("releases")}
    for round in made.values():
        round.cohort = cohort
    owed = duties.owed(round for round in made.values() if round.is_open(now))
    for kind in Round.Kind:
        count, text = _state(made.get(kind), owed, now)
        title = _("%(round)s evaluation") % {"round": kind.label.capitalize()}
        yield Fact(title, count, text, reverse("evaluations:round", args=[cohort.slug, kind]), rank=60)


def _state(round, owed, now):
    if round is None:
        return None, _("not prepared yet")
    if round.has_closed(now):
        return _after_the_close(round, now)
    if round.is_open(now):
        return sum(duty.round.pk == round.pk for duty in owed), _("forms still open")
    return round.questions.count(), _("questions, which you can still change")


def _after_the_close(round, now):
    for release in round.releases.all():
        if not release.is_finished:
            return release.total - release.done, _("still to be told")
    if longer := with_more_time(round, now).count():
        return longer, ngettext("mentorship with more time", "mentorships with more time", longer)
    return (None, _("the results are released")) if round.is_released else (None, _("closed"))
