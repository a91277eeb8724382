from datetime import timedelta

import pytest
import time_machine
from django.test import Client

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.users.scenarios import person


@pytest.fixture
def cohort(db):
    return cohorts.cohort()


@pytest.fixture
def organizer(cohort):
    return cohort.leads()[0].person


@pytest.fixture
def mentorship(cohort):
    return mentoring.mentorship(cohort)


@pytest.fixture
def mentor(mentorship):
    return mentoring.lead_mentor(mentorship)


@pytest.fixture
def co_mentor(mentorship):
    """A second mentor of the project."""
    other = cohorts.mentor(mentorship.cohort, person("Coco Mentor"), now=mentorship.created_at)
    mentorship.project.mentors.create(person=other, since=mentorship.created_at)
    return other


@pytest.fixture
def midterm(cohort, mentorship):
    return evaluating.round_of(cohort, "midterm")


@pytest.fixture
def final(cohort, mentorship):
    return evaluating.round_of(cohort, "final")


@pytest.fixture
def during(midterm):
    """An instant in the midterm's window."""
    return midterm.opens_at + timedelta(days=1)


@pytest.fixture
def after(midterm):
    """An hour after the midterm closed."""
    return midterm.closes_at + timedelta(hours=1)


@pytest.fixture
def visit():
    """``visit(person, url, at, post={…})``: one request of a person (or None) received at an instant."""

    def visit(reader, url, at, post=None):
        client = Client()
        with time_machine.travel(at, tick=False):
            if reader:
                client.force_login(reader.user)
            return client.get(url) if post is None else client.post(url, post)

    return visit
