"""The pages of an application about which there is everything: at most 25 queries, however much of it there is."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person
from applications.models import LogEntry, Recusal, Review, ReviewAssignment, Twin
from tests.bench.applications import MOST_QUERIES

from .applying import signed_in

ALIKE = (  # long enough to be known again
    "I have looked after the tests of a small parser for two years, answered its questions on weekends, "
    "written the guide for newcomers and learnt that a good issue is half of the work."
)
SCORES = dict.fromkeys(Review.CRITERIA, 3) | {"recommendation": "unsure"}


def fill(application, projects, mentor, lead, now, count):
    """``count`` of everything that there can be many of; on the shortlist of each project. Returns an instant then."""
    cohort, first = application.cohort, projects[0]
    ReviewAssignment.assign(application, first.mentors.get(person=mentor), by=lead, now=now)
    for project in projects:
        application.review(project, SCORES, by=mentor, now=now)
    others = [_mentor(first, f"Mentor {number}", now) for number in range(count)]
    for number, other in enumerate(others):
        application.review(first, SCORES, by=other, now=now)
        Recusal.declare(application, "A friend", by=_mentor(first, f"Friend {number}", now), now=now)
        cohort.snippets.create(title=f"Words {number}", text="Come back.")
        applying.in_review(cohort, person(f"Twin {number}"), projects=[first], now=now, about=ALIKE)
    applying.appealed(application, now=now).decide(True, "GSoC wrote to us", "You were right.", by=lead, now=now)
    applying.shortlisted(cohort, application, projects=projects, now=now)
    later = cohorts.instant(cohort, "contribution", days=1)
    for other in [mentor, *others]:
        applying.reviewed_finally(application, first, 4, by=other, now=later)
    for number in range(count):
        LogEntry.write(application, later.date(), f"Did {number}", by=application.person, now=later)
    return later


def _mentor(project, name, now):
    made = cohorts.mentor(project.cohort, person(name), now=now)
    project.add_mentor(made, now=now)
    return made


@pytest.fixture
def costs(client, cohort, applicant, mentor, lead, now):
    """``costs(count)``: queries by page."""
    projects = [cohorts.project(cohort, mentor, now=now, title=f"Project {number}") for number in range(3)]
    application = applying.in_review(cohort, applicant, projects=projects, now=now, about=ALIKE)
    slug, pk, project = cohort.slug, application.pk, projects[0].slug
    pages = {
        "application": (lead, [slug, pk]),
        "facts": (lead, [slug, pk]),
        "decide": (lead, [slug, pk]),
        "review": (mentor, [slug, pk, project]),
        "reviews": (mentor, [slug]),
        "ranking": (mentor, [slug, project]),
        "contribution-log": (mentor, [pk]),
    }

    def costs(count):
        later = fill(application, projects, mentor, lead, now, count)
        assert Twin.objects.of(application).count() == count
        with time_machine.travel(later, tick=False):
            return {name: _cost(signed_in(client, who), name, args) for name, (who, args) in pages.items()}

    return costs


def _cost(client, name, args):
    """Once everything is warm."""
    url = reverse(f"applications:{name}", args=args)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("count", [3, 12])
def test_each_costs_the_same_however_much_there_is(costs, count):
    found = costs(count)

    assert found == {
        "application": 25,
        "facts": 22,
        "decide": 23,
        "review": 17,
        "reviews": 16,
        "ranking": 17,
        "contribution-log": 11,
    }
    assert max(found.values()) <= MOST_QUERIES
