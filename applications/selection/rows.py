"""The board's rows: what the proposal says about somebody, beside what is decided."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from ..matching.wording import ORDINALS
from ..models import Application, Selection
from ..states import IN_SELECTION
from .proposal import waiting


@dataclass(frozen=True)
class Row:
    application: Application
    decision: Selection | None
    proposed: str
    differs: bool


def on_board(cohort):
    """Everybody to be decided, and everybody who was; by name."""
    rows = Application.objects.filter(cohort=cohort).filter(Q(state__in=IN_SELECTION) | Q(selection__isnull=False))
    return rows.select_related("person", "selection__project").order_by("person__name", "pk")


def rows(cohort, applications, proposal) -> list[Row]:
    """No query, for applications of ``on_board``."""
    waits = waiting(proposal.matching, cohort.shortlist_length) if proposal.matching else {}
    return [_row(application, proposal, waits.get(application.pk)) for application in applications]


def _row(application, proposal, waits):
    decision = getattr(application, "selection", None)
    placement = proposal.placement(application.pk)
    if placement is None:
        return Row(application, decision, "", False)
    if placement.seat:
        words = {"project": proposal.titles[placement.seat.project], "choice": ORDINALS[placement.choice - 1]}
        said = (Selection.Outcome.OFFER, placement.seat.project)
        text = _("“%(project)s”, %(choice)s") % words
    elif waits:
        words = {"project": proposal.titles[waits.seat.project], "position": waits.position}
        said = (Selection.Outcome.WAITLIST, waits.seat.project)
        text = _("waiting list of “%(project)s”, place %(position)d") % words
    else:
        said, text = (Selection.Outcome.DECLINE, None), _("no place")
    return Row(application, decision, text, decision is not None and said != (decision.outcome, decision.project_id))
