"""The board's rows: what the proposal says about somebody, beside what is decided."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from amp_portal.users.models import called

from ..matching.wording import ORDINALS
from ..models import Application, Selection
from ..states import IN_SELECTION, TONES, State
from .proposal import waiting


@dataclass(frozen=True, slots=True)
class Row:
    """``pk`` is the application's; ``outcome`` is empty while nothing is decided. The others are words, to be shown."""

    pk: int
    person: str
    state: str
    tone: str
    outcome: str
    decision: str
    decision_tone: str
    place: str
    held: str
    proposed: str
    differs: bool


def on_board(cohort):
    """Everybody to be decided, and everybody who was; by name."""
    rows = Application.objects.filter(cohort=cohort).filter(Q(state__in=IN_SELECTION) | Q(selection__isnull=False))
    return rows.order_by("person__name", "pk")


SHOWN = ("pk", "state", "person__name", "person__github_login", "person__email")
DECIDED = ("selection__outcome", "selection__project", "selection__position", "selection__held")


def rows(cohort, applications, proposal) -> list[Row]:
    """One query, for some of ``on_board``."""
    waits = waiting(proposal.matching, cohort.shortlist_length) if proposal.matching else {}
    labels = {value: str(label) for value, label in (*State.choices, *Selection.Outcome.choices)}
    return [_row(found, proposal, waits, labels) for found in applications.values_list(*SHOWN, *DECIDED)]


def _row(found, proposal, waits, labels):
    pk, state, name, login, email, outcome, project, position, held = found
    said, proposed = _proposed(proposal, pk, waits.get(pk))
    return Row(
        pk=pk,
        person=called(name, login, email),
        state=labels[state],
        tone=TONES.get(state, "neutral"),
        outcome=outcome or "",
        decision=labels.get(outcome, ""),
        decision_tone=Selection.TONES.get(outcome, "neutral"),
        place=_place(project, position, proposal.titles),
        held=held or "",
        proposed=proposed,
        differs=bool(outcome and said and said != (outcome, project)),
    )


def _proposed(proposal, pk, waits):
    """``((outcome, project), words)`` of the proposal; nothing where it has none."""
    placement = proposal.placement(pk)
    if placement is None:
        return None, ""
    if placement.seat:
        words = {"project": proposal.titles[placement.seat.project], "choice": ORDINALS[placement.choice - 1]}
        return (Selection.Outcome.OFFER, placement.seat.project), _("“%(project)s”, %(choice)s") % words
    if waits:
        words = {"project": proposal.titles[waits.seat.project], "position": waits.position}
        text = _("waiting list of “%(project)s”, place %(position)d") % words
        return (Selection.Outcome.WAITLIST, waits.seat.project), text
    return (Selection.Outcome.DECLINE, None), _("no place")


def _place(project, position, titles):
    """What the decision gives."""
    if project is None:
        return ""
    title = titles.get(project) or _("a project that is not on the idea list any more")
    return _("%(project)s, place %(position)d") % {"project": title, "position": position} if position else title
