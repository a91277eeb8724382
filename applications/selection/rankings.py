"""How each project ranks those who chose it: by its shortlist, else by what its mentors' reviews say.

The shortlist's order is the mentors'. Once everybody on it has a final review these put it in order, those of equal
scores as they stood; until a person ranks the list by hand after its publication: then that order holds.
"""

from dataclasses import dataclass

from django.db.models import Avg, F

from ..models import FinalReview, Review, ShortlistPlace


@dataclass(frozen=True)
class Rankings:
    """``ranks``: per project, per application, smaller is better. ``by_score``: projects without a shortlist."""

    ranks: dict[int, dict[int, float]]
    by_score: frozenset[int]


def of(cohort) -> Rankings:
    """Three queries. Whoever is not on a project's shortlist, where there is one, is not ranked by it."""
    finals = scores(FinalReview, application__cohort=cohort)
    lists: dict[int, list[ShortlistPlace]] = {}
    for place in ShortlistPlace.objects.filter(project__cohort=cohort).select_related("application").order_by("rank"):
        lists.setdefault(place.project_id, []).append(place)
    ranks: dict[int, dict[int, float]] = {
        project: {place.application_id: rank for rank, place in enumerate(in_order(places, finals), start=1)}
        for project, places in lists.items()
    }
    for (project, application), score in scores(Review, application__cohort=cohort).items():
        if project not in lists:
            ranks.setdefault(project, {})[application] = -finals.get((project, application), score)
    return Rankings(ranks, frozenset(ranks) - frozenset(lists))


def in_order(places, finals) -> list:
    """A shortlist as it counts: ``places`` by rank, with their applications; ``finals`` as ``scores`` gives them."""
    if not counts_finals(places, finals):
        return places
    return sorted(places, key=lambda place: (-finals.get((place.project_id, place.application_id), 0), place.rank))


def counts_finals(places, finals):
    """Whether the final reviews put a shortlist in order."""
    waiting = [place for place in places if place.application.is_shortlisted]
    if not waiting or any(place.settled_at for place in places):
        return False
    return all((place.project_id, place.application_id) in finals for place in waiting)


def scores(model, **which) -> dict[tuple[int, int], float]:
    """The mean of the reviewers' means, by project and application. One query."""
    mean = sum((F(criterion) for criterion in model.CRITERIA[1:]), F(model.CRITERIA[0])) * 1.0
    given = model.objects.filter(**which).order_by().values_list("project", "application")
    return {
        (project, application): score
        for project, application, score in given.annotate(mean=Avg(mean / len(model.CRITERIA)))
    }
