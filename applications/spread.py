"""How far reviewers are apart, in words and as a chart. Pure: works on the reviews it is given."""

from dataclasses import dataclass
from statistics import mean, median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal import charts

FAR = 1.5  # points on the scale of five
BEST = 5


@dataclass(frozen=True)
class Spread:
    """Reviews of one application for one project. ``outliers`` are reviews; ``chart`` a bar per reviewer.

    A review is an outlier when there are at least three and its average lies ``FAR`` points or more from the median of
    all averages. Between two reviewers nobody is the outlier: ``is_wide`` says that they are far apart.
    """

    project: object
    reviews: list
    average: float
    lowest: float
    highest: float
    outliers: list
    chart: charts.BarChart

    @property
    def criteria(self):
        """Their names."""
        return self.reviews[0].names()

    @property
    def is_final(self):
        """They have no recommendation: the scores are one."""
        return not hasattr(self.reviews[0], "recommendation")

    @property
    def rows(self):
        """``(review, is_outlier)`` each."""
        return [(review, review in self.outliers) for review in self.reviews]

    @property
    def is_wide(self):
        return self.highest - self.lowest >= FAR


def outliers(reviews) -> list:
    """Those of the reviews that are far from the others, see ``Spread``."""
    averages = [review.average for review in reviews]
    if len(averages) < 3:
        return []
    middle = median(averages)
    return [review for review in reviews if abs(review.average - middle) >= FAR]


def of(reviews) -> Spread:
    """The spread of reviews (one at least, all of a kind) of an application for a project."""
    reviews = list(reviews)
    averages = [review.average for review in reviews]
    far, project = outliers(reviews), reviews[0].project
    words = ngettext(
        "%(count)d review, on average %(average).2f of 5, from %(lowest).2f to %(highest).2f.",
        "%(count)d reviews, on average %(average).2f of 5, from %(lowest).2f to %(highest).2f.",
        len(reviews),
    )
    facts = {"count": len(reviews), "average": mean(averages), "lowest": min(averages), "highest": max(averages)}
    chart = charts.bars(
        f"{reviews[0]._meta.model_name}-{project.pk}",
        _("Averages of each reviewer: %(project)s") % {"project": project.title},
        [_("%(name)s (far from the others)") % {"name": r.reviewer} if r in far else str(r.reviewer) for r in reviews],
        {_("Average"): averages},
        summary=words % facts,
        maximum=BEST,
    )
    return Spread(project, reviews, mean(averages), min(averages), max(averages), far, chart)


def by_project(reviews) -> list[Spread]:
    """A spread for each project the reviews are for, in their order."""
    groups: dict[int, list] = {}
    for review in reviews:
        groups.setdefault(review.project_id, []).append(review)
    return [of(group) for group in groups.values()]
