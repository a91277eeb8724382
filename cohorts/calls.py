"""Calls to action on a cohort's public page: what a visitor can do here now.

An app adds its own in its ``calls.py`` (found by itself), in a constant number of queries:

    @call
    def apply(cohort, user, now):
        if cohort.is_open("applications", now):
            yield Call(_("Apply"), reverse("applications:apply", args=[cohort.slug]), due=…)

``user`` may be anonymous; ``cohort`` comes with its phases prefetched. Calls are shown in the order of ``rank``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Call:
    """One thing to do. ``tone`` is primary (the thing to do now) or secondary; ``due`` is an aware instant or None."""

    title: str
    url: str
    text: str = ""
    tone: str = "secondary"
    due: datetime | None = None
    rank: int = 50


_CALLS: list[Callable] = []


def call(function):
    """Register ``function(cohort, user, now) -> Iterable[Call]``."""
    _CALLS.append(function)
    return function


def of(cohort, user, now) -> list[Call]:
    """All calls of all apps, the primary ones first."""
    found = [made for build in _CALLS for made in build(cohort, user, now)]
    return sorted(found, key=lambda made: (made.tone != "primary", made.rank, made.title))


@call
def see_the_projects(cohort, user, now):
    if cohort.projects.published().exists():
        yield Call(_("See the projects"), reverse("cohorts:projects", args=[cohort.slug]), rank=20)
