"""Applications as the rows of organizers' lists: plain values, in as few queries as there are kinds of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from amp_portal.users.models import called

from .models import Choice, ShortlistPlace
from .states import TONES, State

PERSON = ("person__name", "person__github_login", "person__email")


@dataclass(frozen=True, slots=True)
class Line:
    """An application in a list: words to be shown, and the titles of the projects it chose."""

    pk: int
    person: str
    state: str
    tone: str
    choices: list[str]
    verdict: str
    verdict_tone: str
    submitted_at: datetime
    review_count: int
    has_twin: bool
    is_sent_back: bool  # its person can still put right what a rule found


def lines(applications) -> list[Line]:
    """Two queries. ``applications`` come ``with_last_verdict``, ``with_review_count`` and ``with_twins``."""
    added = ("eligible", "review_count", "has_twin")
    shown = ("pk", "state", "submitted_version", "submitted_version__submitted_at", "sent_back_until", *added)
    found = list(applications.values_list(*shown, *PERSON))
    titles = _titles([version for _pk, _state, version, *_rest in found])
    states = {value: str(label) for value, label in State.choices}
    verdicts = {True: (_("all pass"), "success"), None: (_("needs a person"), "warning")}
    otherwise = (_("stands in the way"), "danger")
    return [
        Line(
            pk,
            called(*person),
            states[state],
            TONES.get(state, "neutral"),
            titles[version],
            *verdicts.get(eligible, otherwise),
            submitted_at,
            review_count,
            has_twin,
            sent_back_until is not None,
        )
        for pk, state, version, submitted_at, sent_back_until, eligible, review_count, has_twin, *person in found
    ]


def _titles(versions):
    """``{version: titles of the chosen projects, best first}``."""
    titles: dict[int, list[str]] = defaultdict(list)
    chosen = Choice.objects.filter(version__in=versions, project__isnull=False).order_by("version", "rank")
    for version, title in chosen.values_list("version", "project__title"):
        titles[version].append(title)
    return titles


@dataclass(frozen=True, slots=True)
class ListOf:
    """A project's shortlist: who stands on it, best first, as ``(pk of the application, person, why not told)``."""

    title: str
    slug: str
    how_full: str
    people: list[tuple[int, str, str]]


def shortlists(projects, longest) -> list[ListOf]:
    """Two queries."""
    projects = list(projects.values_list("pk", "title", "slug"))
    people: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    places = ShortlistPlace.objects.standing().filter(project__in=[pk for pk, _title, _slug in projects])
    persons = (f"application__{name}" for name in PERSON)
    for project, application, held, *person in places.order_by("project", "rank").values_list(
        "project", "application", "held", *persons
    ):
        people[project].append((application, called(*person), held))
    words = _("%(count)d of %(limit)d")
    return [
        ListOf(title, slug, words % {"count": len(people[pk]), "limit": longest}, people[pk])
        for pk, title, slug in projects
    ]
