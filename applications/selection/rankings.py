"""How each project ranks those who chose it: by its shortlist, else by what its mentors' reviews say."""

from dataclasses import dataclass

from django.db.models import Avg, F

from ..models import Review, ShortlistPlace


@dataclass(frozen=True)
class Rankings:
    """``ranks``: per project, per application, smaller is better. ``by_score``: projects without a shortlist."""

    ranks: dict[int, dict[int, float]]
    by_score: frozenset[int]


def of(cohort) -> Rankings:
    """Two queries. Whoever is not on a project's shortlist, where there is one, is not ranked by it."""
    ranks: dict[int, dict[int, float]] = {}
    places = ShortlistPlace.objects.filter(project__cohort=cohort).order_by()
    for project, application, rank in places.values_list("project", "application", "rank"):
        ranks.setdefault(project, {})[application] = rank
    listed = frozenset(ranks)
    for project, application, score in _scores(cohort):
        if project not in listed:
            ranks.setdefault(project, {})[application] = -score
    return Rankings(ranks, frozenset(ranks) - listed)


def _scores(cohort):
    """The mean of the reviewers' means, per project and application."""
    mean = sum((F(criterion) for criterion in Review.CRITERIA[1:]), F(Review.CRITERIA[0])) * 1.0
    reviews = Review.objects.filter(application__cohort=cohort).order_by()
    return reviews.values_list("project", "application").annotate(mean=Avg(mean / len(Review.CRITERIA)))
