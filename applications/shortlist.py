"""The shortlists of a cohort: who could be on them, and how they are published (see ``publishing``)."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Avg, Case, Count, F, FloatField, Q, When
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from amp_portal.sweeps import sweep

from . import eligibility, notices, publishing
from .models import Application, Publication, Review, ShortlistPlace
from .refusals import UNJUDGED
from .states import State

SCORES = sum((F(f"reviews__{criterion}") for criterion in Review.CRITERIA[1:]), F(f"reviews__{Review.CRITERIA[0]}"))
IN_FAVOUR = (Review.Recommendation.STRONG_YES, Review.Recommendation.YES)


def candidates(project, sight):
    """Applications in review for the project that are not on its list, those reviewed best first.

    Each as ``with_scores``. Where the reader may not see a score yet, neither does the order tell it.
    """
    told = []  # by which score; where there is none, none sorts
    if sight.sees_all:
        told = [F("score")]
    elif sight.scored:
        told = [Case(When(pk__in=sight.scored, then=F("score")))]
    return with_scores(
        Application.objects.choosing(project)
        .filter(state=State.IN_REVIEW)
        .exclude(shortlist_places__project=project)
        .select_related("person"),
        project,
    ).order_by(*(OrderBy(score, descending=True, nulls_last=True) for score in told), "pk")


def with_scores(applications, project):
    """Adds ``score``, ``review_count`` and ``in_favour``: what the reviewers of a project think of each."""
    here = Q(reviews__project=project)
    return applications.annotate(
        score=Avg(SCORES, filter=here, output_field=FloatField()) / len(Review.CRITERIA),
        review_count=Count("reviews", filter=here),
        in_favour=Count("reviews", filter=here & Q(reviews__recommendation__in=IN_FAVOUR)),
    )


@dataclass(frozen=True)
class Standing:
    """A candidate, or a place, as one reader sees it.

    ``is_open``: the reader may read it and decide on it, having no conflict of interest. ``is_seen``: they may see what
    others think of it, having scored it themselves, or when nobody can any more. ``higher`` and ``lower``: the order
    after one step up or down. ``final``: the mean of the final reviews, for those who may see it.
    """

    application: Application
    place: ShortlistPlace | None
    is_open: bool
    is_seen: bool
    higher: str = ""
    lower: str = ""
    final: float | None = None


@dataclass(frozen=True)
class Sight:
    """What one reader sees of a project's candidates. Organizers see everything."""

    sees_all: bool
    scored: frozenset[int]
    finally_scored: frozenset[int]
    recused: frozenset[int]

    @classmethod
    def of(cls, person, project, *, sees_all):
        """Three queries."""
        scored = project.reviews.filter(reviewer=person).values_list("application", flat=True)
        in_the_end = project.final_reviews.filter(reviewer=person).values_list("application", flat=True)
        recused = person.recusals.standing().filter(application__cohort=project.cohort_id)
        return cls(
            sees_all, frozenset(scored), frozenset(in_the_end), frozenset(recused.values_list("application", flat=True))
        )

    def candidates(self, applications):
        return [self._standing(application) for application in applications]

    def places(self, places, applications, finals):
        """``places`` in their order; ``applications`` by pk; ``finals``: means of final reviews (rankings.scores)."""
        order = [place.pk for place in places]
        return [
            replace(
                self._standing(applications[place.application_id], place),
                higher=_moved(order, at, at - 1),
                lower=_moved(order, at, at + 1),
                final=self._final(place, finals),
            )
            for at, place in enumerate(places)
        ]

    def sees_finals(self, places):
        """Whether the order by final reviews may be seen: their own are written."""
        waiting = {place.application_id for place in places if place.application.is_shortlisted}
        return self.sees_all or waiting <= self.finally_scored

    def _final(self, place, finals):
        may_see = self.sees_all or place.application_id in self.finally_scored - self.recused
        return finals.get((place.project_id, place.application_id)) if may_see else None

    def _standing(self, application, place=None):
        is_open = self.sees_all or application.pk not in self.recused
        is_seen = self.sees_all or (is_open and (application.pk in self.scored or not application.is_in_review))
        return Standing(application, place, is_open, is_seen)


def _moved(order, at, to):
    """The order with the one ``at`` standing ``to`` that place instead; empty where there is no such place."""
    if not 0 <= to < len(order):
        return ""
    moved = list(order)
    moved.insert(to, moved.pop(at))
    return ",".join(map(str, moved))


def _not_ready(cohort, now):
    if not _remaining(cohort).exists():
        yield _("Nobody is on a shortlist yet.")


def _remaining(cohort):
    places = ShortlistPlace.objects.filter(project__cohort=cohort, held="")
    return cohort.applications.filter(state=State.IN_REVIEW, pk__in=places.values("application"))


@transaction.atomic
def _tell(pk, publication, now):
    application = Application.objects.select_related("person").get(pk=pk)
    application.lock_everybody()
    if application.state != State.IN_REVIEW or not application.shortlist_places.exists():
        return False
    if application.has_unjudged():  # what was submitted only now: told once it is judged
        application.shortlist_places.update(held=str(UNJUDGED))
        return True
    verdict = eligibility.check(application, "shortlisting", now).verdict
    application.shortlist_places.update(held=verdict.obstacles)
    if not verdict.eligible:
        return True
    application.move(State.SHORTLISTED, by=publication.started_by, at=now)
    notices.shortlisted(application).queue(now)
    return True


@sweep("shortlists")
def tell_later(now):
    """Whoever did not pass when the shortlist was published is told once they do, until there are results."""
    told = 0
    with_results = Publication.objects.filter(kind=Publication.Kind.RESULTS).values("cohort")
    for publication in Publication.objects.filter(kind=Publication.Kind.SHORTLIST).exclude(cohort__in=with_results):
        held = publication.cohort.applications.filter(state=State.IN_REVIEW).exclude(shortlist_places=None)
        for application in held.exclude(shortlist_places__held="").select_related("person", "cohort"):
            if eligibility.verdict_on(application.person, application.cohort, now).eligible:
                told += _tell(application.pk, publication, now)
    return {"told": told}


publishing.register(Publication.Kind.SHORTLIST, ready=_not_ready, remaining=_remaining, step=_tell)
