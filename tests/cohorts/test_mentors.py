"""Becoming a mentor: the call, the organizers' answer, invitations, stepping back."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import reverse

from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import scenarios, sides
from cohorts.models import MentorApplication, Participation, Project
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


def applied(cohort, now, somebody=None, **answers):
    somebody = somebody or person("Tomo Reed")
    return MentorApplication.apply(cohort, somebody, scenarios.mentor_answers(**answers), now=now)


def typed(**answers):
    return {
        "experience": "Three years in the community.",
        "availability": "Five hours a week.",
        "style": "",
        "hours_from": "09:00",
        "hours_until": "17:00",
        "is_contributor": "on",
        "is_adult": "on",
        "in_no_program": "on",
    } | answers


def post(client, user, name, args, data, at):
    with time_machine.travel(at, tick=False):
        client.force_login(user)
        return client.post(reverse(name, args=args), data)


def letters():
    return sorted(Message.objects.filter(channel="email").values_list("letter", flat=True))


# Applying ---------------------------------------------------------------------------------


def test_applying_keeps_answers_and_zone_and_sends_a_receipt(client, cohort, now):
    somebody = person("Tomo Reed", time_zone="")
    response = post(client, somebody.user, "cohorts:mentor-apply", [cohort.slug], typed(time_zone="Asia/Tokyo"), now)
    assert response.status_code == 302
    application = MentorApplication.objects.get()
    assert (application.person, application.state, application.applied_at) == (somebody, "applied", now)
    somebody.refresh_from_db()
    assert somebody.time_zone == "Asia/Tokyo"
    assert letters() == ["cohorts/mail/mentor_applied"]


@pytest.mark.parametrize("declaration", ["is_contributor", "is_adult", "in_no_program"])
def test_every_declaration_is_needed(client, cohort, now, declaration):
    data = typed()
    del data[declaration]
    response = post(client, person("Tomo Reed").user, "cohorts:mentor-apply", [cohort.slug], data, now)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [declaration]
    assert "Three years in the community." in response.content.decode()
    assert not MentorApplication.objects.exists()
    with pytest.raises(Refusal):
        applied(cohort, now, **{declaration: False})


@pytest.mark.parametrize(("edge", "seconds", "accepted"), [
    ("starts_at", -1, False),
    ("starts_at", 0, True),
    ("ends_at", -1, True),
    ("ends_at", 0, False),
])  # fmt: skip
def test_the_call_holds_to_the_second(client, cohort, edge, seconds, accepted):
    at = scenarios.instant(cohort, "mentor_call", edge=edge) + timedelta(seconds=seconds)
    post(client, person("Tomo Reed").user, "cohorts:mentor-apply", [cohort.slug], typed(), at)
    assert MentorApplication.objects.exists() == accepted


def test_answers_change_until_somebody_decides(cohort, now, lead):
    first = applied(cohort, now)
    after_the_call = scenarios.instant(cohort, "mentor_call", edge="ends_at", days=1)
    applied(cohort, after_the_call, first.person, style="By calls.")
    first.refresh_from_db()
    assert (first.style, first.applied_at) == ("By calls.", now)
    first.decline(by=lead, now=after_the_call, words="We have enough mentors this year, thank you!")
    with pytest.raises(Refusal):
        applied(cohort, now, first.person, style="By letters.")
    first.refresh_from_db()
    assert (first.style, first.state) == ("By calls.", "declined")


def test_somebody_with_an_application_here_can_not_apply_to_mentor(cohort, now):
    somebody = person("Tomo Reed")
    sides.take_contributor_side(cohort, somebody)
    with pytest.raises(Refusal, match="application or a place"):
        applied(cohort, now, somebody)
    assert not MentorApplication.objects.exists()


def test_withdrawn_application_can_be_made_again(cohort, now):
    application = applied(cohort, now)
    application.withdraw(by=application.person, now=now)
    again = applied(cohort, now + timedelta(days=1), application.person)
    assert (again.pk, again.state) == (application.pk, "applied")
    assert [move.state for move in again.moves.all()] == ["applied", "withdrawn", "applied"]


# The organizers' answer -------------------------------------------------------------------


def test_approval_gives_the_side_and_writes(client, cohort, now, lead):
    application = applied(cohort, now)
    response = post(
        client,
        lead.user,
        "cohorts:mentor-application",
        [cohort.slug, application.pk],
        {"decision": "approve", "words": "So glad you are in."},
        now,
    )
    assert response.status_code == 302
    application.refresh_from_db()
    assert application.state == "approved"
    participation = Participation.objects.get(cohort=cohort, person=application.person)
    assert (participation.side, participation.is_mentor) == ("staff", True)
    assert letters() == ["cohorts/mail/mentor_applied", "cohorts/mail/mentor_approved"]


def test_declining_needs_words(client, cohort, now, lead):
    application = applied(cohort, now)
    args = [cohort.slug, application.pk]
    response = post(client, lead.user, "cohorts:mentor-application", args, {"decision": "decline"}, now)
    assert list(response.context["form"].errors) == ["words"]
    application.refresh_from_db()
    assert application.state == "applied"
    post(client, lead.user, "cohorts:mentor-application", args, {"decision": "decline", "words": "Next year?"}, now)
    application.refresh_from_db()
    assert application.state == "declined"
    assert Message.objects.get(letter="cohorts/mail/mentor_declined", channel="email").facts == {"words": "Next year?"}


def test_approving_somebody_who_applied_as_a_mentee_meanwhile_is_refused_with_the_reason(client, cohort, now, lead):
    application = applied(cohort, now)
    sides.take_contributor_side(cohort, application.person)
    response = post(
        client,
        lead.user,
        "cohorts:mentor-application",
        [cohort.slug, application.pk],
        {"decision": "approve", "words": "Welcome"},
        now,
    )
    assert "has an application or a place in AMP 2027" in response.content.decode()
    application.refresh_from_db()
    assert application.state == "applied"
    assert Participation.objects.get(person=application.person).side == "contributor"
    assert letters() == ["cohorts/mail/mentor_applied"]


def test_two_organizers_deciding_one_after_the_other(client, cohort, now, lead):
    application = applied(cohort, now)
    stale = MentorApplication.objects.get()
    application.approve(by=lead, now=now)
    with pytest.raises(Refusal, match="approved"):
        stale.decline(by=lead, now=now, words="No.")
    assert [move.state for move in application.moves.all()] == ["applied", "approved"]


@pytest.mark.django_db(transaction=True)
def test_two_organizers_deciding_at_once(cohort, now, lead):
    pk = applied(cohort, now).pk
    start, outcomes = threading.Barrier(2), []

    def decide(verb):
        try:
            application = MentorApplication.objects.get(pk=pk)
            start.wait()
            verb(application)
            outcomes.append("done")
        except Refusal:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=[lambda a: a.approve(by=lead, now=now)]),
        threading.Thread(target=decide, args=[lambda a: a.decline(by=lead, now=now, words="Sorry.")]),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "told"]
    application = MentorApplication.objects.get()
    assert application.moves.count() == 2
    assert Participation.objects.filter(is_mentor=True).count() == (application.state == "approved")


@pytest.mark.handmade  # a side without an application
@pytest.mark.django_db(transaction=True)
def test_a_mentor_is_approved_while_the_same_person_applies_as_a_mentee(cohort, now, lead):
    application = applied(cohort, now)
    start, outcomes = threading.Barrier(2), []

    def approve():
        MentorApplication.objects.get(pk=application.pk).approve(by=lead, now=now)

    def submit():
        with transaction.atomic():
            sides.take_contributor_side(cohort, sides.lock(application.person))

    def run(verb):
        try:
            start.wait()
            verb()
            outcomes.append("done")
        except Refusal:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[verb]) for verb in (approve, submit)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "told"]
    application.refresh_from_db()
    participation = Participation.objects.get(person=application.person)
    assert (application.state, participation.side, participation.is_mentor) in [
        ("approved", "staff", True),
        ("applied", "contributor", False),
    ]


# Invitations ---------------------------------------------------------------------------------


def test_an_invitation_is_the_approval_and_works_after_the_call(cohort):
    after = scenarios.instant(cohort, "applications", days=1)
    somebody = person("Tomo Reed")
    application = MentorApplication.accept_invitation(cohort, somebody, now=after)
    assert (application.state, application.invited_at) == ("approved", after)
    assert Participation.objects.get(cohort=cohort, person=somebody).is_mentor
    again = MentorApplication.accept_invitation(cohort, somebody, now=after)
    assert (again.pk, again.moves.count()) == (application.pk, 2)


def test_an_invitation_reaches_whoever_applied_or_was_declined(cohort, now, lead):
    waiting = applied(cohort, now)
    assert MentorApplication.accept_invitation(cohort, waiting.person, now=now).state == "approved"
    declined = applied(cohort, now, person("Una Vale"))
    declined.decline(by=lead, now=now, words="Sorry.")
    assert MentorApplication.accept_invitation(cohort, declined.person, now=now).state == "approved"


def test_an_invitation_is_refused_when_the_cohort_is_over_or_the_person_applied_here(cohort, now):
    over = scenarios.instant(cohort, "recognition", edge="ends_at")
    with pytest.raises(Refusal, match="is over"):
        MentorApplication.accept_invitation(cohort, person("Tomo Reed"), now=over)
    applicant = person("Una Vale")
    sides.take_contributor_side(cohort, applicant)
    with pytest.raises(Refusal, match="application or a place"):
        MentorApplication.accept_invitation(cohort, applicant, now=now)
    assert not MentorApplication.objects.exists()


# Stepping back --------------------------------------------------------------------------------


def test_a_mentor_who_steps_back_loses_their_projects(cohort, now):
    first, second = (scenarios.mentor(cohort, person(name), now=now) for name in ("Tomo Reed", "Una Vale"))
    project = scenarios.project(cohort, first, now=now)
    project.add_mentor(second, now=now, is_lead=True)
    application = MentorApplication.objects.get(person=first)
    application.withdraw(by=first, now=now)
    assert [mentor.person for mentor in project.mentors.current()] == [second]
    assert project.mentors.count() == 2
    assert not Participation.objects.get(person=first).is_mentor


def test_the_only_lead_hands_over_first(cohort, now):
    mentor = scenarios.mentor(cohort, now=now)
    project = scenarios.project(cohort, mentor, now=now)
    application = MentorApplication.objects.get(person=mentor)
    with pytest.raises(Refusal, match="only lead mentor"):
        application.withdraw(by=mentor, now=now)
    application.refresh_from_db()
    assert application.state == "approved"
    assert project.mentors.current().count() == 1
    assert Participation.objects.get(person=mentor).is_mentor


# Pages -----------------------------------------------------------------------------------------


def test_the_call_is_explained_to_everybody(client, cohort, now):
    with time_machine.travel(now, tick=False):
        page = client.get(reverse("cohorts:mentor-apply", args=[cohort.slug]))
    assert page.status_code == 200
    assert "Sign in to apply" in page.content.decode()


def test_the_page_says_why_it_is_closed(client, cohort):
    with time_machine.travel(scenarios.instant(cohort, "applications"), tick=False):
        client.force_login(person("Tomo Reed").user)
        page = client.get(reverse("cohorts:mentor-apply", args=[cohort.slug]))
    assert "closed on 30 April 2027, 23:59 UTC" in page.content.decode()
    assert "<textarea" not in page.content.decode()


def test_answers_are_sanitised(client, cohort, now, lead):
    application = applied(cohort, now, experience="<script>alert(1)</script> [x](javascript:alert(1)) **bold**")
    client.force_login(lead.user)
    page = client.get(reverse("cohorts:mentor-application", args=[cohort.slug, application.pk])).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<strong>bold</strong>" in page


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_of_applications_has_a_constant_cost(client, cohort, now, lead, count, django_assert_num_queries):
    for number in range(count):
        applied(cohort, now, person(f"Mentor {number}"))
    client.force_login(lead.user)
    with django_assert_num_queries(9):
        page = client.get(reverse("cohorts:mentor-applications", args=[cohort.slug]))
    assert len(page.context["applications"]) == min(count, 25)


def test_the_list_is_narrowed_by_state(client, cohort, now, lead):
    waiting = applied(cohort, now)
    scenarios.mentor(cohort, now=now)
    client.force_login(lead.user)
    page = client.get(reverse("cohorts:mentor-applications", args=[cohort.slug]), {"state": "applied"})
    assert list(page.context["applications"]) == [waiting]


def test_home_page_tells_a_mentor_and_the_organizers_what_is_next(cohort, now, lead):
    application = applied(cohort, now)
    somebody = application.person
    [step] = waiting_for(somebody, now)
    assert step.what == "Your application to mentor is with the organizers"
    assert [step.what for step in waiting_for(lead, now, "mentors")] == ["1 mentor application to review"]
    application.approve(by=lead, now=now)
    assert waiting_for(lead, now, "mentors") == []
    [step] = waiting_for(somebody, now)
    assert (step.what, step.due) == ("Propose a project", cohort.window("mentor_call").ends_at)
    assert waiting_for(somebody, scenarios.instant(cohort, "mentor_call", edge="ends_at")) == []


def test_somebody_who_was_declined_has_no_part_in_what_they_drafted(cohort, lead, now):
    """They may apply for a place later: then they must not read what others wrote for the same project."""
    eve, mira = person("Eve Sly"), scenarios.mentor(cohort, now=now)
    application = applied(cohort, now, eve)
    text = scenarios.project(cohort, mira, now=now).text()
    drafted, alone = (Project.propose(cohort, replace(text, title=title), by=eve, now=now) for title in ("One", "Two"))
    drafted.add_mentor(mira, now=now, is_lead=True)
    application.decline(by=lead, now=now, words="Not this time.")
    assert [row.person for row in drafted.mentors.current()] == [mira]
    assert [row.person for row in alone.mentors.current()] == [eve]


def test_who_is_not_approved_yet_has_no_part_in_what_is_published(cohort, lead, now):
    eve, mira = person("Eve Sly"), scenarios.mentor(cohort, now=now)
    applied(cohort, now, eve)
    text = scenarios.project(cohort, mira, now=now).text()
    drafted = Project.propose(cohort, replace(text, title="One"), by=eve, now=now)
    drafted.add_mentor(mira, now=now, is_lead=True)
    drafted.submit(by=mira, now=now)
    drafted.approve(by=lead, now=now)
    assert [row.person for row in drafted.mentors.current()] == [mira]


def test_the_list_counts_by_state_and_those_who_waited_longest_come_first(client, cohort, now, lead):
    scenarios.mentor(cohort, now=now)
    late = applied(cohort, now + timedelta(days=1), person("Late Lark"))
    early = applied(cohort, now, person("Early Ember"))
    client.force_login(lead.user)
    page = client.get(reverse("cohorts:mentor-applications", args=[cohort.slug]))
    assert list(page.context["applications"])[:2] == [early, late]
    assert [(tab.label, tab.count, tab.query, tab.is_here) for tab in page.context["tabs"]] == [
        ("all", 3, "", True),
        ("waiting for an organizer", 2, "state=applied", False),
        ("approved", 1, "state=approved", False),
    ]


def test_the_next_who_waits_comes_after_a_decision(client, cohort, now, lead):
    first, second = (applied(cohort, now + timedelta(hours=number), person(f"Mentor {number}")) for number in (1, 2))
    client.force_login(lead.user)

    def url(application):
        return reverse("cohorts:mentor-application", args=[cohort.slug, application.pk])

    queue = client.get(url(second)).context["queue"]
    assert (queue.position, queue.total, queue.previous, queue.following) == (2, 2, url(first), None)
    assert client.post(url(second), {"decision": "approve"})["Location"] == url(first)
    answer = client.post(url(first), {"decision": "decline", "words": "Next year, gladly."}, follow=True)
    assert answer.redirect_chain == [(reverse("cohorts:mentor-applications", args=[cohort.slug]), 302)]
    assert [str(message) for message in answer.context["messages"]][-1] == (
        "Not this time: Mentor 1 gets a letter with your words."
    )
