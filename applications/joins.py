"""Whom a join of two people concerns (see ``users.deciders``): the cohorts in which either has something.

A lead organizer decides who had no say on an application of theirs, else the cohort's arbiter: rules go by it.
"""

from django.db.models import Q

from amp_portal.users import deciders
from cohorts.models import Cohort, Organizer, Participation, ProjectMentor

from . import eligibility, recheck
from .models import (
    Appeal,
    Application,
    ApplicationMove,
    ContributionMove,
    Fact,
    FinalReview,
    Flag,
    Review,
    Selection,
    Twin,
)


def _seen_by(person):
    mine = Cohort.objects.organized_by(person).values("pk")
    there = [rows.filter(cohort__in=mine).values("person") for rows in _rows()]
    return Q(account__in=there[0]) | Q(account__in=there[1]) | Q(known__in=there[0]) | Q(known__in=there[1])


def _rows():
    """What makes a cohort one's own, apart from drafts."""
    return Application.objects.received(), Participation.objects.all()


def cohorts_concerned(join):
    people = [join.account_id, join.known_id]
    there = [rows.filter(person__in=people).values("cohort") for rows in _rows()]
    return Cohort.objects.filter(Q(pk__in=there[0]) | Q(pk__in=there[1]))


def _deciders(join):
    """The lead organizers, then the arbiters."""
    concerned = cohorts_concerned(join).select_related("arbiter__user")
    leads = Organizer.objects.leading().filter(cohort__in=concerned).select_related("person__user").order_by("pk")
    yield list(dict.fromkeys(lead.person for lead in leads))
    yield list(dict.fromkeys(cohort.arbiter for cohort in concerned if cohort.arbiter))


def had_a_say(people):
    """Ids of who screened, reviewed or decided on an application of theirs, recorded a fact, or mentors them."""
    theirs = {"application__person__in": people}
    twins = Twin.objects.filter(Q(first__person__in=people) | Q(second__person__in=people))
    chosen = Q(project__choices__version__application__person__in=people)
    places = Participation.objects.filter(person__in=people)
    placed = Q(project__in=places.values("project")) | Q(project__in=places.values("imported_places__project"))
    said = (
        ApplicationMove.objects.filter(of__person__in=people).values_list("by"),
        Review.objects.filter(**theirs).values_list("reviewer"),
        FinalReview.objects.filter(**theirs).values_list("reviewer"),
        Selection.objects.filter(**theirs).values_list("decided_by"),
        Appeal.objects.filter(**theirs).values_list("decided_by"),
        Flag.objects.filter(**theirs).values_list("closed_by"),
        Fact.objects.filter(person__in=people).values_list("recorded_by"),
        ContributionMove.objects.filter(of__person__in=people).values_list("by"),
        twins.values_list("told_apart_by"),
        ProjectMentor.objects.filter(chosen | placed).values_list("person"),
    )
    first, *others = (rows.order_by() for rows in said)
    return {pk for (pk,) in first.union(*others) if pk is not None}


def _live(person):
    return Application.objects.live().filter(person=person).select_related("cohort").order_by("pk")


def _findings(person, now):
    return {
        (str(application.cohort), str(finding.name)): finding
        for application in _live(person)
        for finding in eligibility.verdict_on(person, application.cohort, now).findings
    }


def _decided(person, now):
    """The verdicts are kept with the applications as a decision made them; a place is checked at the next tick."""
    for application in _live(person):
        eligibility.check(application, "join", now)
    recheck.soon([person.pk])


deciders.register(deciders.Concerns(_seen_by, _deciders, had_a_say, _findings, _decided))
