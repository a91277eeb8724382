from datetime import timedelta

import pytest
import time_machine

import cohorts.scenarios as cohorts
from mentorship import scenarios


@pytest.fixture
def mentorship(db):
    """Mel Mentee on a project of the cohort that kicks off on 15 June 2027."""
    return scenarios.mentorship()


@pytest.fixture
def mentee(mentorship):
    return mentorship.mentee


@pytest.fixture
def mentor(mentorship):
    return scenarios.lead_mentor(mentorship)


@pytest.fixture
def co_mentor(mentorship):
    made = cohorts.mentor(mentorship.cohort, now=mentorship.created_at)
    mentorship.project.mentors.create(person=made, since=mentorship.created_at)
    return made


@pytest.fixture
def organizer(mentorship):
    return mentorship.cohort.leads()[0].person


@pytest.fixture
def day(mentorship):
    """``day(8)``: eight days after kickoff."""
    return lambda days: mentorship.starts_at + timedelta(days=days)


@pytest.fixture
def at(client):
    """``at(day, person)``: a client signed in as the person, at that instant."""
    travels = []

    def sign_in(now, person):
        travels.append(time_machine.travel(now, tick=False))
        travels[-1].start()
        client.force_login(person.user)
        return client

    yield sign_in
    for travel in reversed(travels):
        travel.stop()
