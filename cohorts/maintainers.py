"""The maintainers list as organizers see it: what was read last, what could not be, and what waits for them."""

from dataclasses import dataclass

from amp_portal.roster.diff import Diff, compare
from amp_portal.roster.models import Attempt, Held, Maintainer, Snapshot
from amp_portal.roster.parse import parse


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
