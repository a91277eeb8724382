"""The facts behind the outcomes, in a constant number of queries however many cohorts and people there are."""

from collections import defaultdict
from datetime import date

from django.db.models import F

from amp_portal.roster.models import Maintainer
from amp_portal.users.models import Person
from cohorts.models import Cohort, Participation, ProjectMentor

from ..models import FollowUp
from .count import Answer, Outcomes, Place, Year, count


def outcomes(cohorts, on: date) -> tuple[list[Outcomes], Outcomes]:
    """``(one per cohort, in the order of their kickoffs; all together)`` as they stand on a day."""
    ordered = list(cohorts.order_by("kickoff", "slug").values_list("pk", "name"))
    places, mentors, answers = _places(cohorts), _mentors(cohorts), _answers(cohorts)
    years = [Year(name, places[pk], frozenset(mentors[pk]), answers[pk]) for pk, name in ordered]
    return count(years, _maintained(cohorts), on)


def countable(now):
    """Cohorts that have begun to have outcomes: imported ones, and published ones whose mentees have begun."""
    begun = Cohort.objects.filter(published_at__isnull=False, kickoff__lte=now.date())
    return begun | Cohort.objects.filter(imported=True)


def _places(cohorts):
    found = defaultdict(list)
    rows = Participation.objects.filter(cohort__in=cohorts).exclude(outcome=Participation.Outcome.NONE)
    for cohort, person, since, outcome in rows.values_list("cohort_id", "person_id", "since", "outcome"):
        found[cohort].append(Place(person, since, completed=outcome == Participation.Outcome.COMPLETED))
    return found


def _mentors(cohorts):
    found = defaultdict(set)
    rows = ProjectMentor.objects.filter(project__cohort__in=cohorts)
    for cohort, person in rows.annotate(cohort=F("project__cohort")).values_list("cohort", "person_id"):
        found[cohort].add(person)
    return found


def _answers(cohorts):
    found = defaultdict(list)
    rows = FollowUp.objects.filter(mentorship__cohort__in=cohorts).annotate(
        cohort=F("mentorship__cohort"), person=F("mentorship__mentee")
    )
    for cohort, person, months, active, role in rows.values_list("cohort", "person", "months", "is_active", "role"):
        found[cohort].append(Answer(person, months, active, is_triager=role == FollowUp.Role.TRIAGER))
    return found


def _maintained(cohorts):
    """Stretches on the maintainers list by person: matched by GitHub id, else by login in any case.

    History knows logins only, and a list of another day may be of a person who is not joined with them yet.
    """
    by_id, by_login = defaultdict(list), defaultdict(list)
    for row in Maintainer.objects.all():
        by_login[row.github_login.lower()].append(row)
        if row.github_id:
            by_id[row.github_id].append(row)
    people = Person.objects.filter(participations__cohort__in=cohorts).exclude(github_login="", github_id=None)
    return {
        pk: [(row.since, row.until) for row in _entries(github_id, login, by_id, by_login)]
        for pk, github_id, login in people.distinct().values_list("pk", "github_id", "github_login")
    }


def _entries(github_id, login, by_id, by_login):
    same_login = [row for row in by_login[login.lower()] if not (github_id and row.github_id)] if login else []
    return (by_id[github_id] if github_id else []) + same_login
