"""The queue of a mentor: assigned first, then the least read; and reminders before review closes."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications.models import Recusal, Review, ReviewAssignment
from applications.reminders import remind

from .applying import said, signed_in

SCORES = dict.fromkeys(Review.CRITERIA, 3) | {"recommendation": "unsure"}


@pytest.fixture
def people(cohort, project, now):
    return [
        applying.in_review(cohort, person(f"Applicant {name}"), projects=[project], now=now)
        for name in ("Ann", "Ben", "Cid")
    ]


def queue(client, mentor, now):
    with time_machine.travel(now, tick=False):
        page = signed_in(client, mentor).get(reverse("applications:reviews", args=["amp-2027"]))
    return [str(choice.version.application.person).split()[-1] for choice in page.context["page_obj"]]


def test_what_the_fewest_have_read_comes_first(client, cohort, project, people, mentor, now):
    ann, ben, cid = people
    for number, application in enumerate([ann, ann, ben]):
        other = cohorts.mentor(cohort, person(f"Mentor {number}"), now=now)
        project.add_mentor(other, now=now)
        application.review(project, SCORES, by=other, now=now)

    before = queue(client, mentor, now)
    cid.review(project, SCORES, by=mentor, now=now)

    assert before == ["Cid", "Ben", "Ann"]
    assert queue(client, mentor, now) == ["Ben", "Ann", "Cid"]


def test_what_changed_since_it_was_scored_says_so(client, cohort, project, people, mentor, now):
    ann, ben, _cid = people
    for application in (ann, ben):
        application.review(project, SCORES, by=mentor, now=now)
    later = now + timedelta(hours=1)
    applying.write(ben, [project], now=later, about="Now with all details")
    applying.submit(ben, now=later)
    with time_machine.travel(later, tick=False):
        queue_page = signed_in(client, mentor).get(reverse("applications:reviews", args=[cohort.slug]))
        pages = [
            client.get(reverse("applications:review", args=[cohort.slug, application.pk, project.slug]))
            for application in (ann, ben)
        ]

    assert queue(client, mentor, later) == ["Cid", "Ben", "Ann"]
    assert queue_page.content.decode().count("changed since") == 1
    assert ["You scored an earlier version" in page.content.decode() for page in pages] == [False, True]


def test_an_organizer_assigns_and_takes_back(client, cohort, project, people, mentor, lead, now):
    role = project.mentors.get(person=mentor)
    with time_machine.travel(now, tick=False):
        signed_in(client, lead)
        url = reverse("applications:assign", args=[cohort.slug, people[2].pk])
        page = client.get(reverse("applications:application", args=[cohort.slug, people[2].pk]))
        told = said(client.post(url, {"mentor": role.pk}, follow=True))
        assigned = queue(client, mentor, now)
        row = ReviewAssignment.objects.get()
        signed_in(client, lead).post(reverse("applications:unassign", args=[cohort.slug, people[2].pk, row.pk]))

    assert f'action="{url}"' in page.content.decode()
    assert told == ["It stands first in the queue of Mira Finch now."]
    assert assigned == ["Cid", "Ann", "Ben"]
    assert queue(client, mentor, now) == ["Ann", "Ben", "Cid"]


def test_only_those_who_may_review_are_assigned(cohort, project, other_project, people, mentor, lead, now):
    stranger = other_project.mentors.get()
    Recusal.declare(people[0], "", by=mentor, now=now)
    for mentorship in (stranger, project.mentors.get(person=mentor)):
        with pytest.raises(Refusal, match="does not review"):
            ReviewAssignment.assign(people[0], mentorship, by=lead, now=now)

    assert ReviewAssignment.objects.count() == 0


@pytest.fixture
def closing(cohort):
    """A review phase of a week, so that all reminders fit in."""
    phase = cohort.phase("review")
    phase.starts_at = phase.ends_at - timedelta(days=7)
    phase.save()
    return phase.ends_at


def reminders():
    return list(Message.objects.filter(letter="applications/mail/review_reminder", channel="email").order_by("pk"))


def test_mentors_are_reminded_once_per_rung_while_something_is_left(
    cohort, project, people, mentor, closing, mailoutbox
):
    found = [remind(closing - timedelta(hours=hours))["reminders"] for hours in (73, 72, 71, 49, 25, 24, 23, 1, 0, -1)]

    assert found == [0, 1, 0, 0, 0, 1, 0, 0, 0, 0]
    assert {str(message.person) for message in reminders()} == {"Mira Finch"}


def test_a_phase_shorter_than_the_first_reminder_reminds_from_its_first_instant(
    cohort, project, people, mentor, closing
):
    opens = closing - timedelta(days=2)
    cohort.phases.filter(kind="review").update(starts_at=opens)

    found = [remind(opens + timedelta(seconds=seconds))["reminders"] for seconds in (-1, 0, 1)]

    assert found == [0, 1, 0]


def test_a_reminder_says_how_much_is_left_and_goes_when_nothing_is(
    cohort, project, people, mentor, closing, mailoutbox
):
    remind(closing - timedelta(hours=72))
    drain(closing - timedelta(hours=60))
    remind(closing - timedelta(hours=24))
    for application in people:
        application.review(project, SCORES, by=mentor, now=closing - timedelta(hours=24))
    drain(closing - timedelta(hours=12))

    assert ["3 applications" in mail.body for mail in mailoutbox if "wait for your score" in mail.body] == [True]
    assert [message.state for message in reminders()] == ["sent", "cancelled"]


def test_whoever_has_nothing_left_is_not_reminded(cohort, project, people, mentor, closing):
    for application in people:
        application.review(project, SCORES, by=mentor, now=closing - timedelta(days=4))

    assert remind(closing - timedelta(days=2)) == {"reminders": 0}
