"""The facts behind the outcomes, in a constant number of queries however many cohorts and people there are."""

from collections import defaultdict
from datetime import date

from django.db.models import F, Min

from amp_portal.roster.models import Maintainer, Snapshot
from amp_portal.users.models import Person
from applications.models import Contribution
from cohorts.models import Cohort, Participation, ProjectMentor
from mentorship.models import Activity, Entry

from ..models import FollowUp
from .count import Answer, Lists, Outcomes, Place, Year, count


def outcomes(cohorts, on: date) -> tuple[list[Outcomes], Outcomes]:
    """``(one per cohort, in the order of their kickoffs; all together)`` as they stand on a day."""
    ordered = list(cohorts.order_by("kickoff", "slug").values_list("pk", "name"))
    places, mentors, answers = _places(cohorts), _mentors(cohorts), _answers(cohorts)
    years = [Year(name, places[pk], frozenset(mentors[pk]), answers[pk]) for pk, name in ordered]
    first = Snapshot.objects.aggregate(first=Min("as_of"))["first"]
    return count(years, Lists(_maintained(cohorts), first), on)


def countable(now):
    """Cohorts that have begun to have outcomes: imported ones, and published ones whose mentees have begun."""
    begun = Cohort.objects.filter(published_at__isnull=False, kickoff__lte=now.date())
    return begun | Cohort.objects.filter(imported=True)


def _places(cohorts):
    found = defaultdict(list)
    rows = Participation.objects.filter(cohort__in=cohorts).exclude(outcome=Participation.Outcome.NONE)
    columns = ("cohort_id", "person_id", "since", "outcome", "imported_outcome")
    for cohort, person, since, whole, imported in rows.with_imported_places().values_list(*columns):
        outcome = imported or whole
        completed, goes_on = outcome == Participation.Outcome.COMPLETED, outcome == Participation.Outcome.ACTIVE
        found[cohort].append(Place(person, since, completed, ended=not goes_on))
    return found


def _mentors(cohorts):
    found = defaultdict(set)
    rows = ProjectMentor.objects.filter(project__cohort__in=cohorts)
    for cohort, person in rows.annotate(cohort=F("project__cohort")).values_list("cohort", "person_id"):
        found[cohort].add(person)
    return found


def _answers(cohorts):
    found = defaultdict(list)
    rows = list(FollowUp.objects.filter(mentorship__cohort__in=cohorts).select_related("mentorship"))
    days = _recorded(FollowUp.objects.filter(pk__in=[row.pk for row in rows]))
    for row in rows:
        person = row.mentorship.mentee_id
        seen = any(row.asked_at.date() <= day < row.closes_at.date() for day in days[person])
        found[row.mentorship.cohort_id].append(
            Answer(person, row.months, row.is_active, is_triager=row.role == FollowUp.Role.TRIAGER, seen=seen)
        )
    return found


def _recorded(follow_ups):
    """Days (UTC) by person on which something of them was recorded since they were first asked.

    What they wrote in a mentorship (as mentors, now), contributions that were confirmed, recorded GitHub activity.
    """
    people = follow_ups.values("mentorship__mentee")
    first = follow_ups.aggregate(first=Min("asked_at"))["first"]
    found = defaultdict(set)
    if first is None:
        return found
    said = Entry.objects.filter(author__in=people, posted_at__gte=first).values_list("author", "posted_at")
    made = Contribution.objects.filter(state=Contribution.State.CONFIRMED, person__in=people, made_on__gte=first.date())
    done = Activity.objects.filter(mentorship__mentee__in=people, at__gte=first)
    for person, day in made.values_list("person", "made_on"):
        found[person].add(day)
    for rows in (said, done.values_list("mentorship__mentee", "at")):
        for person, at in rows:
            found[person].add(at.date())
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
