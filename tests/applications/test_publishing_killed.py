"""The job that publishes the results is a real process here, ended by SIGKILL again and again."""

import json
from collections import Counter

import pytest

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.outbox.models import Message
from amp_portal.users.scenarios import person
from applications import publishing
from applications.models import Offer, Publication, Selection
from cohorts.models import Project
from tests.killing import PATIENCE, killed_midway
from tests.mail import mail_server
from tests.outbox.processes import database_url, environment, run

from .selecting import offered_before

PEOPLE, PLACES, WAITING = 36, 6, 6


@pytest.fixture
def smtp():
    with mail_server() as server:
        yield server


@pytest.fixture
def later(cohort, now):
    later = cohorts.instant(cohort, "selection", days=1)
    applying.fresh_roster(later)
    return later


@pytest.fixture
def decided(cohort, project, lead, now, later):
    """Everybody has a decision; one is accepted meanwhile after all, and one has become a mentor."""
    Project.objects.filter(pk=project.pk).update(sponsored_slots=PLACES + 1)
    for number in range(PEOPLE):
        application = applying.in_review(cohort, person(f"Applicant {number:02}", now=now), projects=[project], now=now)
        applying.reviewed(application, now=now)
        Selection.objects.create(
            application=application, decided_by=lead, decided_at=later, **_decision(project, number), feedback="Words."
        )
    accepted, mentor = Selection.objects.order_by("-pk").select_related("application")[:2]
    offer = offered_before(accepted.application, project, by=lead, now=later)
    offer.accept(by=accepted.application.person, now=later, consent=True)
    cohort.participations.filter(person=mentor.application.person).update(side="staff", is_mentor=True)
    return cohort


def _decision(project, number):
    if number >= PLACES + WAITING:
        return {"outcome": "decline"}
    place = {"project": project, "track": "sponsored"}
    if number < PLACES:
        return {"outcome": "offer", **place}
    return {"outcome": "waitlist", "position": number, **place}


def right_letters():
    """``{address: name of the letter}`` that each person has to get."""
    names = {"offer": "offered", "waitlist": "waitlisted", "decline": "declined"}
    decisions = Selection.objects.order_by("pk").select_related("application__person")[: PEOPLE - 2]
    return {decision.application.person.email: names[decision.outcome] for decision in decisions}


def told():
    """``[(address, name of the letter)]`` of the e-mails recorded so far."""
    emails = Message.objects.filter(channel="email", letter__in=[f"applications/mail/{name}" for name in RESULTS])
    return [(email.person.email, email.letter.rpartition("/")[2]) for email in emails.select_related("person")]


RESULTS = ("offered", "waitlisted", "declined")


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_each_person_gets_exactly_one_right_letter(decided, lead, later, tmp_path, smtp):
    Message.objects.all().delete()
    publication = publishing.start(decided, Publication.Kind.RESULTS, by=lead, now=later)
    assert publication.total == PEOPLE
    post = {"EMAIL_URL": smtp.url, "MAIL_ALLOWLIST": "@example.org", "PRODUCTION": "0"}
    env = environment(tmp_path, DATABASE_URL=database_url(), **post)
    reached = [killed_midway(publication, done, at=later, env=env) for done in (3, 12, 25)]
    assert all(done < PEOPLE for done in reached), reached
    code, report, complaints = run("tick", "--at", later.isoformat(), env=env, timeout=PATIENCE)
    assert code == 0, complaints
    assert json.loads(report)["sweeps"]["jobs"]["done"] > 0
    publication.refresh_from_db()
    assert (publication.is_finished, publication.done) == (True, PEOPLE)
    of_mentor = {lead.email: 1}  # by night the organizers were told of an applicant who has a role
    assert Counter(letter["To"] for letter in smtp.letters) == Counter(right_letters().keys()) + Counter(of_mentor)
    assert Counter(told()) == Counter(right_letters().items())
    assert Counter(Offer.objects.values_list("answer", flat=True)) == {"": PLACES, "accepted": 1}
    made_mentor = decided.participations.filter(is_mentor=True, person__applications__cohort=decided)
    made_mentor.update(side="contributor", is_mentor=False)  # of all that is left, this alone was made to disagree
