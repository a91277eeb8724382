"""Calls to action on a cohort's public page: what a visitor can do here now.

An app adds its own in its ``calls.py``, in a constant number of queries:

    @call
    def apply(cohort, user, now):
        if cohort.is_open("applications", now):
            yield Call(_("Apply"), reverse("applications:apply", args=[cohort.slug]), due=…)

``user`` may be anonymous; ``cohort`` comes with its phases prefetched. Calls are shown in the order of ``rank``.
What one can do with a single published project is registered with ``@project_call``: function(project, user, now).
"""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.hooks import Hook


@dataclass(frozen=True)
class Call:
    """One thing to do. ``tone`` is primary (the thing to do now) or secondary; ``due`` is an aware instant or None."""

    title: str
    url: str
    text: str = ""
    tone: str = "secondary"
    due: datetime | None = None
    rank: int = 50


call = Hook()  # function(cohort, user, now) -> Iterable[Call]
project_call = Hook()  # function(project, user, now) -> Iterable[Call]


def of(cohort, user, now) -> list[Call]:
    """All calls of all apps, the primary ones first."""
    return _in_order(call.gather(cohort, user, now))


def of_project(project, user, now) -> list[Call]:
    """Likewise for a project on the idea list."""
    return _in_order(project_call.gather(project, user, now))


def _in_order(calls):
    return sorted(calls, key=lambda made: (made.tone != "primary", made.rank, made.title))


@call
def see_the_projects(cohort, user, now):
    if cohort.projects.published().exists():
        yield Call(_("See the projects"), reverse("cohorts:projects", args=[cohort.slug]), rank=20)


@call
def become_a_mentor(cohort, user, now):
    if cohort.is_open("mentor_call", now):
        yield Call(
            _("Become a mentor"),
            reverse("cohorts:mentor-apply", args=[cohort.slug]),
            text=_("Propose a project and guide a newcomer towards becoming a maintainer."),
            tone="primary",
            due=cohort.phase("mentor_call").ends_at,
        )
