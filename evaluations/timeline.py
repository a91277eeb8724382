"""What a mentorship's room shows of its evaluations, results and certificate: in its timeline, and as links."""

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorship.links import Link, link
from mentorship.timeline import Happening, happening

from .models import Certificate, Decision, Round, SupportPlan


@happening
def results(mentorship, seat):
    """Once they are released."""
    for decision in Decision.objects.told().filter(mentorship=mentorship).select_related("round"):
        words = _("%(round)s evaluation: passed") if decision.passed else _("%(round)s evaluation: not passed")
        url = reverse("evaluations:result", args=[decision.round_id, mentorship.pk])
        yield Happening(decision.told_at, words % {"round": decision.round}, url=url)


@link
def certificate(mentorship, now):
    for certificate in Certificate.objects.newest().filter(mentorship=mentorship):
        yield Link(_("Certificate"), certificate.get_absolute_url(), is_result=True)


@link
def support_plan(mentorship, now):
    """What is shared with everybody in the room; an organizer finds the others on the attention list."""
    for plan in SupportPlan.objects.shared().filter(mentorship=mentorship):
        note = _("closed") if plan.is_closed else _("you look at it again together")
        yield Link(_("Support plan"), plan.get_absolute_url(), note=note)


@link
def rounds(mentorship, now):
    prefetch_related_objects([mentorship], "windows", "cohort__phases")
    told = set(Decision.objects.told().filter(mentorship=mentorship).values_list("round_id", flat=True))
    for round in Round.objects.filter(cohort=mentorship.cohort_id):
        is_told = round.pk in told
        title = _("Midterm evaluation") if round.kind == Round.Kind.MIDTERM else _("Final evaluation")
        note, due = _how_it_stands(round.of(mentorship), is_told, now)
        url = reverse("evaluations:result", args=[round.pk, mentorship.pk])
        yield Link(title, url, note=note, due=due, is_result=is_told)


def _how_it_stands(round, is_told, now):
    if is_told:
        return _("the results are in"), None
    if round.has_closed(now):
        return _("closed; the organizers look at it"), None
    if round.has_opened(now):
        return _("open until"), round.closes_at
    return (_("opens"), round.opens_at) if round.window else ("", None)
