"""A mentor asks for backup, steps down or is replaced: access ends that second, what is open passes on."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.outbox.delivery import drain
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import attention, handover, scenarios
from cohorts.models import MentorWish
from evaluations import duties
from mentorship.models import Entry, Mentorship

NOON = timedelta(hours=12)
pytestmark = pytest.mark.django_db


@pytest.fixture
def mentorship():
    return mentoring.mentorship()


@pytest.fixture
def project(mentorship):
    return mentorship.project


@pytest.fixture
def now(mentorship):
    return mentorship.starts_at + timedelta(days=60) + NOON


@pytest.fixture
def lead(mentorship):
    return mentorship.cohort.leads()[0].person


@pytest.fixture
def role(project):
    return project.mentors.get(until=None)


@pytest.fixture
def follower(mentorship):
    return scenarios.mentor(mentorship.cohort, person("Fola Follows"), now=mentorship.created_at)


def page(project, role):
    return reverse("cohorts:mentor-replace", args=[project.cohort.slug, project.slug, role.pk])


def test_the_page_shows_what_passes_on_then_it_is_done(client, project, role, follower, mentorship, lead, now):
    evaluating.round_of(mentorship.cohort, "midterm")
    asked = mentorship.ask(by=mentorship.mentee, now=now, body="Which branch?")
    with time_machine.travel(now, tick=False):
        client.force_login(lead.user)
        shown = client.get(page(project, role)).content.decode()
        assert "Mel Mentee: question, unanswered since" in shown
        assert "Evaluate Mel Mentee" in shown
        typed = {"following": follower.pk, "reason": "Not heard of for weeks.", "words": "Thank you, truly."}
        preview = client.post(page(project, role), typed).content.decode()
        assert "Fola Follows follows" in preview
        assert project.mentors.get(until=None) == role
        response = client.post(page(project, role), typed | {"confirm": "yes"})
        assert response["Location"] == project.get_absolute_url()
        again = client.post(page(project, role), typed | {"confirm": "yes"}, follow=True).content.decode()
        assert "does not mentor this project any more" in again
    role.refresh_from_db()
    current = project.mentors.get(until=None)
    assert (current.person, current.is_lead, role.until, role.ended_by, role.end_reason) == (
        follower,
        True,
        now,
        lead,
        "Not heard of for weeks.",
    )
    mentorship.answer(asked, by=follower, now=now, body="The main one.")
    with pytest.raises(Refusal):
        mentorship.answer(asked, by=role.person, now=now, body="Late.")


def test_open_tabs_of_a_former_mentor_are_refused(client, project, role, follower, mentorship, lead, now):
    asked = mentorship.ask(by=mentorship.mentee, now=now, body="Which branch?")
    tab = reverse("mentorship:answer", args=[mentorship.pk, asked.pk])
    with time_machine.travel(now, tick=False):
        client.force_login(role.person.user)
        assert client.get(tab).status_code == 200
        project.replace_mentor(role, follower, reason="x", by=lead, now=now)
        assert client.post(tab, {"body": "Still me"}).status_code == 403
        assert client.get(mentorship.get_absolute_url()).status_code == 403
    assert Entry.objects.filter(kind="answer").count() == 0


def test_everybody_concerned_is_told_once(project, role, follower, mentorship, lead, now, mailoutbox):
    evaluating.round_of(mentorship.cohort, "midterm")
    drain(now)
    mailoutbox.clear()
    project.replace_mentor(role, follower, reason="SECRET-7", words="Thank you, truly.", by=lead, now=now)
    drain(now)
    told = {mail.to[0]: mail.body for mail in mailoutbox}
    assert sorted(told) == sorted([role.person.email, follower.email, mentorship.mentee.email])
    assert len(mailoutbox) == 3
    assert "Thank you, truly." in told[role.person.email]
    assert "You follow" in told[follower.email]
    assert "Evaluate Mel Mentee" in told[follower.email]
    assert not any("SECRET-7" in body for body in told.values())


def test_evaluations_not_submitted_pass_on_submitted_ones_stay(project, role, follower, mentorship, lead, now):
    midterm = evaluating.round_of(mentorship.cohort, "midterm")
    project.replace_mentor(role, follower, reason="x", by=lead, now=now)
    [owed] = [duty for duty in duties.of_person(follower, [midterm]) if duty.mentorship == mentorship]
    assert owed.people == (follower,)
    assert duties.of_person(role.person, [midterm]) == []
    evaluating.submitted(midterm, mentorship, "mentor_on_mentee", now=now)
    other = scenarios.mentor(mentorship.cohort, person("Otis Other"), now=mentorship.created_at)
    project.replace_mentor(project.mentors.get(until=None), other, reason="x", by=lead, now=now)
    assert duties.of_person(other, [midterm]) == []
    assert handover.of(project, other, now) == []


def test_a_co_mentor_who_follows_the_lead_leads(project, role, follower, lead, now):
    project.add_mentor(follower, now=now, by=lead)
    project.replace_mentor(role, follower, reason="x", by=lead, now=now)
    assert [(row.person, row.is_lead) for row in project.mentors.current()] == [(follower, True)]


def test_only_mentors_of_the_cohort_follow(project, role, lead, now):
    for somebody in (person("Nia Nobody"), role.person):
        with pytest.raises(Refusal):
            project.replace_mentor(role, somebody, reason="x", by=lead, now=now)
    assert project.mentors.current().get() == role


def test_the_only_lead_mentors_on_until_somebody_follows(client, project, role, follower, lead, now):
    step_back = reverse("cohorts:mentor-step-back", args=[project.cohort.slug, project.slug])
    with time_machine.travel(now, tick=False):
        client.force_login(role.person.user)
        client.post(step_back, {"kind": "step_down", "words": "A new job."})
        twice = client.post(step_back, {"kind": "step_down", "words": "A new job."})
    assert twice.status_code == 422
    assert project.mentors.current().get() == role
    [matter] = attention.waiting(project.cohort, now)
    assert (matter.kind, matter.urgency, matter.url) == ("has to step down", "danger", page(project, role))
    project.replace_mentor(role, follower, reason="A new job.", by=lead, now=now)
    assert attention.waiting(project.cohort, now) == []


def test_with_another_lead_one_steps_down_at_once(project, role, follower, lead, now):
    project.add_mentor(follower, now=now, is_lead=True, by=lead)
    assert MentorWish.ask(project, role.person, "step_down", words="Bye.", now=now) is None
    assert [row.person for row in project.mentors.current()] == [follower]


def test_backup_waits_until_an_organizer_has_decided(project, role, lead, now):
    MentorWish.ask(project, role.person, "backup", words="Too much.", now=now)
    [matter] = attention.waiting(project.cohort, now)
    attention.settle(project.cohort, matter.key, by=lead, now=now, words="Sol helps.")
    assert (attention.waiting(project.cohort, now), MentorWish.objects.get().settled_at) == ([], now)
    MentorWish.ask(project, role.person, "backup", words="Again.", now=now)


@pytest.mark.django_db(transaction=True)
def test_replaced_while_posting_an_answer(now, role, follower, lead, mentorship, project):
    """Either the answer came first, or it is refused: none is written after the replacement."""
    asked = mentorship.ask(by=mentorship.mentee, now=now, body="?")
    start, done = Barrier(2), []

    def run(act):
        start.wait()
        try:
            act()
            done.append(act.__name__)
        except Refusal:
            pass
        finally:
            connection.close()

    def answer():
        Mentorship.objects.get(pk=mentorship.pk).answer(asked, by=role.person, now=now, body="Yes.")

    def replace():
        project.replace_mentor(role, follower, reason="x", by=lead, now=now)

    threads = [Thread(target=run, args=[act]) for act in (answer, replace)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "replace" in done
    assert Entry.objects.filter(kind="answer").count() == ("answer" in done)
    assert "answer" not in done or done.index("answer") == 0 or connection.vendor == "postgresql"
    with pytest.raises(Refusal):
        Mentorship.objects.get(pk=mentorship.pk).answer(asked, by=role.person, now=now, body="Late.")
