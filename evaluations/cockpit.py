"""What organizers see of the evaluations on their start page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts.cockpit import Panel, panel

from . import duties
from .ladder import is_chasing
from .models import Round


@panel
def rounds(cohort, now):
    """One panel per round; before it is open it leads to its questions."""
    made = list(cohort.rounds.all())
    for round in made:
        round.cohort = cohort
    owed = duties.owed(round for round in made if round.is_open(now))
    for kind in Round.Kind:
        round = next((round for round in made if round.kind == kind), None)
        count, text, tone = _state(round, owed, now)
        url = reverse("evaluations:round", args=[cohort.slug, kind])
        yield Panel(_("%(round)s evaluation") % {"round": kind.label.capitalize()}, count, text, url, tone, rank=60)


def _state(round, owed, now):
    if round is None:
        return 0, _("not prepared yet"), "neutral"
    if round.is_released:
        return 0, _("to do: the results are released"), "success"
    if round.has_closed(now):
        return 1, _("to release"), "warning"
    if round.is_open(now):
        open_forms = sum(duty.round.pk == round.pk for duty in owed)
        return open_forms, _("forms still open"), "warning" if is_chasing(round, now) else "info"
    return round.questions.count(), _("questions, which you can still change"), "neutral"
