"""The letters about mentors and project ideas, as they are sent."""

import pytest
from django.core import mail

from amp_portal.outbox import delivery
from amp_portal.users.scenarios import person
from cohorts import scenarios
from cohorts.models import MentorApplication

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return scenarios.cohort()


@pytest.fixture
def noon(cohort):
    return scenarios.instant(cohort, "mentor_call", days=3.5)


@pytest.fixture
def lead(cohort):
    return cohort.leads()[0].person


def sent(now):
    delivery.drain(now)
    return [(letter.to, letter.subject, letter.body) for letter in mail.outbox]


def test_a_mentors_way_in(cohort, lead, noon):
    for name in ("Tomo Reed", "Una Vale"):
        MentorApplication.apply(cohort, person(name), scenarios.mentor_answers(), now=noon)
    first, second = MentorApplication.objects.order_by("pk")
    first.approve(by=lead, now=noon, words="So glad you are in.")
    second.decline(by=lead, now=noon, words="We have enough mentors & hope for next year.")
    letters = {(subject, tuple(to)): body for to, subject, body in sent(noon)}
    assert set(letters) == {
        ("We have your application to mentor in AMP 2027", ("tomo.reed@example.org",)),
        ("We have your application to mentor in AMP 2027", ("una.vale@example.org",)),
        ("Welcome as a mentor of AMP 2027", ("tomo.reed@example.org",)),
        ("Your application to mentor in AMP 2027", ("una.vale@example.org",)),
    }
    welcome = letters["Welcome as a mentor of AMP 2027", ("tomo.reed@example.org",)]
    assert "So glad you are in." in welcome
    assert "Ideas are due by 30 April 2027, 23:59 UTC." in welcome
    assert "/cohorts/amp-2027/mentor/" in welcome
    declined = letters["Your application to mentor in AMP 2027", ("una.vale@example.org",)]
    assert "We have enough mentors & hope for next year." in declined


def test_an_ideas_way_to_the_list(cohort, lead, noon):
    mentor = scenarios.mentor(cohort, now=noon)
    project = scenarios.project(cohort, mentor, now=noon, title="Docs & diagrams", approved=False)
    assert [subject for _to, subject, _body in sent(noon)][-1] == "To review: Docs & diagrams"
    mail.outbox.clear()
    project.ask_for_changes(by=lead, now=noon, comment="Fewer goals, please.")
    project.submit(by=mentor, now=noon)
    project.approve(by=lead, now=noon)
    project.revise(scenarios.proposal("Docs"), revision=0, by=mentor, now=noon)
    project.reject(by=lead, now=noon, reason="The title says less now.")
    project.withdraw(by=lead, now=noon, reason="The repository moved.")
    letters = {subject: body for to, subject, body in sent(noon) if to == [mentor.email]}
    assert "until 30 May 2027, 23:59 UTC." in letters["Changes asked for: Docs & diagrams"]
    assert {
        subject: [words for words in ("Fewer goals, please.", "The title says less now.", "The repository moved.")
                  if words in body]
        for subject, body in letters.items()
    } == {
        "Changes asked for: Docs & diagrams": ["Fewer goals, please."],
        "Approved: Docs & diagrams": [],
        "About your edit of Docs & diagrams": ["The title says less now."],
        "Taken off the idea list: Docs & diagrams": ["The repository moved."],
    }  # fmt: skip


def test_organizers_get_no_letter_about_what_was_decided_before_their_morning(cohort, lead, noon):
    mentor = scenarios.mentor(cohort, now=noon)
    sent(noon)
    mail.outbox.clear()
    project = scenarios.project(cohort, mentor, now=noon, approved=False)
    project.approve(by=lead, now=noon)
    assert [subject for _to, subject, _body in sent(noon)] == ["Approved: Faster parser for large documents"]
