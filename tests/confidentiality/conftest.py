from datetime import timedelta

import pytest
import time_machine
from django.test import Client

import cohorts.scenarios as cohorts
import mentorship.scenarios as mentoring
from amp_portal.outbox.models import Preference
from amp_portal.users.scenarios import person
from cohorts import sides
from cohorts.models import ConductHandler
from tests import world

from .looking import WORDS
from .table import TABLE


@pytest.fixture
def w(db):
    """``tests.world`` with more roles and all of the table planted."""
    w = world.build()
    w.people |= {role: somebody.user for role, somebody in _more_people(w)}
    for role in ("applicant", "organizer", "superuser"):
        by = w.people["organizer"].person
        ConductHandler.objects.create(cohort=w.cohort, person=w.people[role].person, named_by=by, since=w.now)
    for role in ("mentee", "mentor", "co_mentor"):  # what they are told comes in short, once a day
        Preference.choose(w.people[role].person, "thread", "digest", w.now)
    w.asked = w.mentorship.ask(by=w.mentorship.mentee, now=w.now, body="Where do errors begin?")
    w.where = []
    for name, secret in TABLE.items():
        secret.plant(w, WORDS[name])
    with time_machine.travel(w.now + timedelta(hours=2), tick=False):
        yield w


def _more_people(w):
    co_mentor = cohorts.mentor(w.cohort, person("Coco Mentor"), now=w.mentorship.created_at)
    w.project.mentors.create(person=co_mentor, since=w.mentorship.created_at)
    yield "co_mentor", co_mentor
    colleague = person("Cleo Colleague")
    sides.give_organizer(w.cohort, colleague, now=w.mentorship.created_at)
    yield "colleague", colleague
    yield "graduate", w.finished.mentee
    yield "graduate_mentor", mentoring.lead_mentor(w.finished)
    yield "graduate_organizer", w.finished.cohort.leads()[0].person


@pytest.fixture
def clients(w):
    clients = {}
    for role, user in w.people.items():
        clients[role] = Client()
        if user:
            clients[role].force_login(user)
    return clients
