"""The organizers' start page of a cohort: one panel per matter that may need them.

An app adds its own in its ``cockpit.py`` (found by itself), in a constant number of queries:

    @panel
    def applications(cohort, now):
        waiting = cohort.applications.awaiting_review().count()
        yield Panel(_("Applications"), waiting, _("waiting for screening"), reverse(…), tone="warning")

``cohort`` comes with its phases prefetched. Panels are shown in the order of ``rank``.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Panel:
    """A count and where it leads. ``tone`` is neutral, info, success, warning or danger."""

    title: str
    count: int
    text: str
    url: str
    tone: str = "neutral"
    rank: int = 50


_PANELS: list[Callable] = []


def panel(function):
    """Register ``function(cohort, now) -> Iterable[Panel]``."""
    _PANELS.append(function)
    return function


def panels(cohort, now) -> list[Panel]:
    """All panels of all apps."""
    found = [made for build in _PANELS for made in build(cohort, now)]
    return sorted(found, key=lambda made: (made.rank, made.title))
