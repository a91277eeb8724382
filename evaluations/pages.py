"""What organizers see of the evaluations on their start page, and where they are among the organizers' pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.cockpit import Panel, panel
from cohorts.navigation import Page, page

from . import duties
from .ladder import is_chasing
from .models import Round, StipendLine
from .recognition import issuing
from .release import awaits_release, undecided, with_more_time


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


@panel
def certificates(cohort, now):
    """What a release has left to be issued; for good only where the job is stuck."""
    missing = issuing.without_certificate(cohort).count()
    if missing:
        text = ngettext("certificate to issue", "certificates to issue", missing)
        url = reverse("evaluations:recognition", args=[cohort.slug])
        yield Panel(_("Certificates"), missing, text, url, "warning", rank=66)


@panel
def earned_stipends(cohort, now):
    """What waits to be requested from whoever pays, and who waits for an organizer's word."""
    earned = cohort.stipend_lines.filter(state=StipendLine.State.ELIGIBLE).count()
    if earned:
        text = ngettext("stipend earned, to be requested", "stipends earned, to be requested", earned)
        yield Panel(_("Stipends"), earned, text, reverse("evaluations:budget", args=[cohort.slug]), "warning", rank=65)


@panel
def rounds(cohort, now):
    """One panel per round; before it is open it leads to its questions."""
    made = list(cohort.rounds.prefetch_related("releases"))
    for round in made:
        round.cohort = cohort
    owed = duties.owed(round for round in made if round.is_open(now))
    for kind in Round.Kind:
        round = next((round for round in made if round.kind == kind), None)
        count, text, tone = _state(round, owed, now)
        url = reverse("evaluations:round", args=[cohort.slug, kind])
        title = _("%(round)s evaluation") % {"round": kind.label.capitalize()}
        due = round.closes_at if round and round.is_open(now) else None
        yield Panel(title, count, text, url, tone, rank=60, due=due)


def _state(round, owed, now):
    if round is None:
        return None, _("not prepared yet"), "neutral"
    if round.has_closed(now):
        return _after_the_close(round, now)
    if round.is_open(now):
        open_forms = sum(duty.round.pk == round.pk for duty in owed)
        return open_forms, _("forms still open"), "warning" if is_chasing(round, now) else "info"
    return round.questions.count(), _("questions, which you can still change"), "neutral"


def _after_the_close(round, now):
    for release in round.releases.all():
        if not release.is_finished:
            return release.total - release.done, _("still to be told"), "warning" if release.error else "info"
    open_decisions = undecided(round, now).count()
    if open_decisions:
        text = ngettext("mentorship to decide about", "mentorships to decide about", open_decisions)
        return open_decisions, text, "danger"
    if awaits_release(round, now):
        return 1, _("evaluation to release: everything is decided, and people wait for their results"), "danger"
    if longer := with_more_time(round, now).count():
        return longer, ngettext("mentorship with more time", "mentorships with more time", longer), "info"
    return None, _("the results are released"), "success"
