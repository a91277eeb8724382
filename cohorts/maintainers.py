"""The maintainers list as organizers see it: what was read last, what could not be, and what waits for them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.roster.diff import Diff, compare
from amp_portal.roster.models import Attempt, Held, Maintainer, Snapshot
from amp_portal.roster.parse import parse

from .attention import Matter, matters


@dataclass(frozen=True)
class State:
    """``held`` waits to be confirmed; then ``diff`` is what it would change."""

    snapshot: Snapshot | None
    last: Attempt | None
    held: Held | None
    diff: Diff | None


def state() -> State:
    held = Held.objects.first()
    diff = compare(list(Maintainer.objects.current()), parse(held.text)) if held else None
    return State(Snapshot.objects.first(), Attempt.objects.first(), held, diff)


@matters
def maintainers_list(cohort, now):
    """From the first reading that went ill until one goes well: eligibility depends on it."""
    trouble = Attempt.objects.trouble()
    if trouble is None or cohort.is_over(now):
        return
    yield Matter(
        key=f"maintainers-list/{trouble.since.timestamp():.0f}",
        kind=_kind(trouble),
        person=None,
        about=_("Maintainers list"),
        since=trouble.since,
        urgency="warning",
        next_step=trouble.unreadable[0] if trouble.succeeded else trouble.outcome,
        url=reverse("cohorts:maintainers", args=[cohort.slug]),
        action=_("Open the maintainers list"),
        is_settled_elsewhere=True,
    )


def _kind(trouble):
    if trouble.succeeded:
        return _("entries not read")
    return _("to be confirmed") if Held.objects.exists() else _("not read")
