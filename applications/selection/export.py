"""Applications as a table for spreadsheets."""

from collections.abc import Iterable, Iterator

from django.db.models import Avg, F
from django.utils.translation import gettext as _

from .. import blinding
from ..models import FinalReview, Review

BATCH = 500


def rows(cohort) -> Iterator[Iterable]:
    """The table, row by row: applications that were submitted, in the order of their names.

    A table is passed on: under blind review it has nobody's name until the shortlist is published, and their numbers'
    order.
    """
    veil = blinding.for_reviewers(cohort)
    yield _head()
    applications = (
        cohort.applications.received()
        .with_submission()
        .select_related("selection__project")
        .annotate(score=_mean(Review, "reviews"), final_score=_mean(FinalReview, "final_reviews"))
        .order_by(*(["pk"] if veil.is_down else ["person__name", "pk"]))
    )
    for application in applications.iterator(chunk_size=BATCH):
        yield _row(application, veil)


def _mean(model, relation):
    given = [F(f"{relation}__{criterion}") for criterion in model.CRITERIA]
    return Avg(sum(given[1:], given[0]) * 1.0 / len(given))


def _head() -> Iterable[str]:
    choices = [_("choice %(rank)d") % {"rank": rank} for rank in (1, 2, 3)]
    who = [_("name"), _("e-mail"), _("GitHub")]
    return [*who, _("state"), _("track"), *choices, _("mean score"), _("mean final score"), _("decision")]


def _row(application, veil):
    version, decision = application.submitted_version, getattr(application, "selection", None)
    chosen = {choice.rank: choice.project.title for choice in version.choices.all() if choice.project}
    person = application.person
    return [
        *([veil.name(application), "", ""] if veil.is_down else [person, person.email, person.github_login]),
        application.get_state_display(),
        version.get_track_display(),
        *(chosen.get(rank, "") for rank in (1, 2, 3)),
        *("" if score is None else f"{score:.2f}" for score in (application.score, application.final_score)),
        decision.get_outcome_display() if decision else "",
    ]
