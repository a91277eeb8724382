"""The home page asks every app for its cards: what is next for this person, by when.

An app's ``sections.py`` registers functions ``section(person, now) -> list[Step]``; platform code never imports an app.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Step:
    """One thing for a person to do or to know. ``due`` is an aware instant or None; ``urgency``: info, soon or late."""

    title: str
    url: str
    text: str = ""
    due: datetime | None = None
    action: str = ""
    urgency: str = "info"
    group: str = ""  # where it belongs, e.g. a cohort's name


_SECTIONS: list[Callable] = []


def section(function):
    """Register ``function(person, now) -> Iterable[Step]``, in a constant number of queries."""
    _SECTIONS.append(function)
    return function


def next_steps(person, now) -> list[Step]:
    """All steps of all apps: those with a due date first, soonest first."""
    steps = [step for build in _SECTIONS for step in build(person, now)]
    return sorted(steps, key=lambda step: (step.due is None, step.due or now, step.title))
