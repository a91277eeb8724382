"""Applications as a table for spreadsheets."""

import csv
from collections.abc import Iterable, Iterator

from django.db.models import Avg, F
from django.utils.translation import gettext as _

from amp_portal.tables import Echo, safe

from ..models import Review

BATCH = 500


def lines(cohort) -> Iterator[str]:
    """The table, line by line: applications that were submitted, in the order of their names."""
    writer = csv.writer(Echo())
    yield writer.writerow([safe(cell) for cell in _head()])
    mean = sum((F(f"reviews__{criterion}") for criterion in Review.CRITERIA[1:]), F(f"reviews__{Review.CRITERIA[0]}"))
    applications = (
        cohort.applications.received()
        .with_submission()
        .select_related("selection__project")
        .annotate(score=Avg(mean * 1.0 / len(Review.CRITERIA)))
        .order_by("person__name", "pk")
    )
    for application in applications.iterator(chunk_size=BATCH):
        yield writer.writerow([safe(cell) for cell in _row(application)])


def _head() -> Iterable[str]:
    choices = [_("choice %(rank)d") % {"rank": rank} for rank in (1, 2, 3)]
    return [_("name"), _("e-mail"), _("GitHub"), _("state"), _("track"), *choices, _("mean score"), _("decision")]


def _row(application):
    version, decision = application.submitted_version, getattr(application, "selection", None)
    chosen = {choice.rank: choice.project.title for choice in version.choices.all() if choice.project}
    return [
        application.person,
        application.person.email,
        application.person.github_login,
        application.get_state_display(),
        version.get_track_display(),
        *(chosen.get(rank, "") for rank in (1, 2, 3)),
        "" if application.score is None else f"{application.score:.2f}",
        decision.get_outcome_display() if decision else "",
    ]
