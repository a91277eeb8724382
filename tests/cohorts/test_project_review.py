"""Organizers decide about project ideas."""

import threading

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import scenarios, sides
from cohorts.models import Project
from cohorts.proposal import Stale
from tests.waiting import waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return scenarios.cohort()


@pytest.fixture
def lead(cohort):
    return cohort.leads()[0].person


@pytest.fixture
def now(cohort):
    return scenarios.instant(cohort, "mentor_call", days=3)


@pytest.fixture
def mentor(cohort, now):
    return scenarios.mentor(cohort, now=now)


@pytest.fixture
def submitted(cohort, mentor, now):
    return scenarios.project(cohort, mentor, now=now, approved=False)


def decide(client, somebody, project, decision, at, words="", revision=0):
    url = reverse("cohorts:project-review", args=[project.cohort.slug, project.slug])
    with time_machine.travel(at, tick=False):
        client.force_login(somebody.user)
        return client.post(url, {"decision": decision, "words": words, "revision": revision})


@pytest.mark.parametrize(
    ("decision", "state", "letter"),
    [
        ("approve", "approved", "proposal_approved"),
        ("changes", "changes", "proposal_changes"),
        ("reject", "rejected", "proposal_rejected"),
    ],
)
def test_a_decision_moves_the_idea_keeps_the_words_and_writes_to_the_lead_mentors(
    client, cohort, submitted, mentor, lead, now, decision, state, letter
):
    co_mentor = scenarios.mentor(cohort, person("Una Vale"), now=now)
    submitted.add_mentor(co_mentor, now=now)
    decide(client, lead, submitted, decision, now, words="Because **reasons**.")
    submitted.refresh_from_db()
    assert submitted.state == state
    move = submitted.moves.last()
    assert (move.state, move.by, move.at) == (state, lead, now)
    [message] = Message.objects.filter(letter=f"cohorts/mail/{letter}", channel="email")
    assert message.person == mentor
    assert list(Project.objects.published()) == ([submitted] if state == "approved" else [])


@pytest.mark.parametrize("decision", ["changes", "reject"])
def test_changes_and_rejections_need_words(client, submitted, lead, now, decision):
    response = decide(client, lead, submitted, decision, now)
    assert list(response.context["form"].errors) == ["words"]
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_what_was_edited_meanwhile_is_not_approved_unread(client, submitted, mentor, lead, now):
    submitted.revise(scenarios.proposal("Changed meanwhile"), revision=0, by=mentor, now=now)
    response = decide(client, lead, submitted, "approve", now, words="I like it", revision=0)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Changed meanwhile" in page
    assert "I like it" in page
    submitted.refresh_from_db()
    assert submitted.state == "submitted"
    decide(client, lead, submitted, "approve", now, revision=1)
    submitted.refresh_from_db()
    assert submitted.state == "approved"


def test_no_project_is_published_without_a_lead_mentor(submitted, mentor, lead, now, cohort):
    submitted.mentors.update(until=now)
    with pytest.raises(Refusal, match="needs a lead mentor"):
        submitted.approve(by=lead, now=now)
    submitted.mentors.update(until=None)
    sides.end_mentor(cohort, mentor, now=now)
    with pytest.raises(Refusal, match="needs a lead mentor"):
        submitted.approve(by=lead, now=now)
    assert not Project.objects.published().exists()


def test_the_second_organizer_is_told(client, cohort, submitted, lead, now):
    second = person("Oda Second")
    sides.give_organizer(cohort, second, now=now)
    decide(client, lead, submitted, "approve", now)
    response = decide(client, second, submitted, "reject", now, words="No.")
    assert response.status_code == 409
    assert "it is now “approved”" in response.content.decode()
    submitted.refresh_from_db()
    assert submitted.state == "approved"


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_succeeds(cohort, lead, mentor, now):
    project = scenarios.project(cohort, mentor, now=now, approved=False)
    start, outcomes = threading.Barrier(2), []

    def run(verb):
        try:
            start.wait()
            verb(Project.objects.get(pk=project.pk))
            outcomes.append("done")
        except Refusal:
            outcomes.append("told")
        finally:
            connection.close()

    verbs = [
        lambda found: found.approve(by=lead, now=now),
        lambda found: found.reject(by=lead, now=now, reason="No."),
    ]
    threads = [threading.Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "told"]
    project.refresh_from_db()
    assert project.moves.count() == 3
    decided = Message.objects.filter(channel="email", letter__in=[
        "cohorts/mail/proposal_approved", "cohorts/mail/proposal_rejected"
    ])  # fmt: skip
    assert decided.count() == 1


def test_decisions_about_drafts_are_refused(cohort, submitted, lead, now):
    submitted.ask_for_changes(by=lead, now=now, comment="Please.")
    with pytest.raises(Refusal):
        submitted.approve(by=lead, now=now)
    with pytest.raises(Refusal):
        submitted.reject(by=lead, now=now, reason="No.")
    with pytest.raises(Refusal):
        submitted.approve(by=lead, now=now, revision=7)


def test_a_stale_decision_is_a_refusal(submitted, lead, now):
    with pytest.raises(Stale):
        submitted.approve(by=lead, now=now, revision=7)


def test_organizers_see_how_many_wait(cohort, submitted, lead, now):
    assert [todo.what for todo in waiting_for(lead, now, "proposals")] == ["1 proposal to review"]
    submitted.approve(by=lead, now=now)
    assert waiting_for(lead, now, "proposals") == []


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_has_a_constant_cost(client, cohort, mentor, lead, now, count, django_assert_num_queries):
    for number in range(count):
        scenarios.project(cohort, mentor, now=now, title=f"Idea {number}", approved=False)
    client.force_login(lead.user)
    with django_assert_num_queries(10):
        page = client.get(reverse("cohorts:project-reviews", args=[cohort.slug]))
    assert len(page.context["projects"]) == min(count, 25)


def test_what_waits_comes_first(client, cohort, mentor, lead, now):
    scenarios.project(cohort, mentor, now=now, title="A approved")
    scenarios.project(cohort, mentor, now=now, title="Z waits", approved=False)
    client.force_login(lead.user)
    url = reverse("cohorts:project-reviews", args=[cohort.slug])
    assert [project.title for project in client.get(url).context["projects"]] == ["Z waits", "A approved"]
    narrowed = client.get(url, {"state": "approved"})
    assert [project.title for project in narrowed.context["projects"]] == ["A approved"]


def test_changes_are_not_asked_for_when_nobody_could_make_them(cohort, submitted, lead):
    with pytest.raises(Refusal, match="Applications closed"):
        submitted.ask_for_changes(
            by=lead, now=scenarios.instant(cohort, "applications", edge="ends_at"), comment="Please."
        )


def test_the_next_idea_that_waits_comes_after_a_decision(client, cohort, mentor, submitted, lead, now):
    other = scenarios.project(cohort, mentor, now=now, title="Zebra crossings", approved=False)
    assert decide(client, lead, submitted, "approve", now)["Location"] == other.get_absolute_url()
    answer = decide(client, lead, other, "changes", now, words="Smaller, please.")
    assert answer["Location"] == reverse("cohorts:project-reviews", args=[cohort.slug])


def test_an_idea_shows_organizers_what_else_waits(client, cohort, mentor, submitted, lead, now):
    published = scenarios.project(cohort, mentor, now=now, title="Published already")
    client.force_login(lead.user)
    queue = client.get(published.get_absolute_url()).context["queue"]
    assert (queue.position, queue.total, queue.following) == (0, 1, submitted.get_absolute_url())
    client.force_login(mentor.user)
    assert "queue" not in client.get(published.get_absolute_url()).context


def test_that_an_idea_was_not_taken_up_can_be_undone(client, submitted, mentor, lead, now):
    def take_up(words):
        with time_machine.travel(now, tick=False):
            url = reverse("cohorts:project-take-up", args=[submitted.cohort.slug, submitted.slug])
            return client.post(url, {"reason": words})

    decide(client, lead, submitted, "reject", now, words="Too large.")
    take_up("")
    submitted.refresh_from_db()
    assert submitted.state == "rejected"
    take_up("We were too quick: make it half as large.")
    submitted.refresh_from_db()
    assert (submitted.state, submitted.is_submittable) == ("changes", True)
    [letter] = Message.objects.filter(letter="cohorts/mail/proposal_changes", channel="email")
    assert (letter.person, letter.facts["words"]) == (mentor, "We were too quick: make it half as large.")
    with pytest.raises(Refusal):
        submitted.take_up_again(by=lead, now=now, comment="Again")
