"""Proposing a project: drafts, what submission asks for, editing, what is locked, and who may."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import scenarios
from cohorts.models import MentorApplication, Project, ProjectMentor, ProjectMilestone, Skill
from cohorts.proposal import Incomplete, Proposal, Stale
from tests.waiting import waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return scenarios.cohort()


@pytest.fixture
def now(cohort):
    return scenarios.instant(cohort, "mentor_call", days=3)


@pytest.fixture
def mentor(cohort, now):
    return scenarios.mentor(cohort, now=now)


@pytest.fixture
def draft(cohort, mentor, now):
    return Project.propose(cohort, Proposal("A draft"), by=mentor, now=now)


@pytest.fixture
def published(cohort, mentor, now):
    return scenarios.project(cohort, mentor, now=now, sponsored_slots=2)


def typed(**fields):
    """What a browser sends for a complete proposal."""
    return {
        "revision": "0",
        "title": "Docs that answer",
        "kind": "docs",
        "summary": "Short and **clear**.",
        "goals": "Ten pages.",
        "skills": "Writing, typescript , writing",
        "difficulty": "easy",
        "hours": "300",
        "repository": "asyncapi/website",
        "licence": "Apache-2.0",
        "onboarding": "Say hello\nBuild the site",
        "setup": "",
        "sponsored_slots": "1",
        "volunteer_slots": "1",
        "milestones-TOTAL_FORMS": "5",
        "milestones-INITIAL_FORMS": "0",
        "milestones-0-week": "10",
        "milestones-0-title": "Half of it",
        "milestones-1-week": "2",
        "milestones-1-title": "Triage",
        "milestones-2-week": "16",
        "milestones-2-title": "Release",
        "tasks-TOTAL_FORMS": "3",
        "tasks-INITIAL_FORMS": "0",
        "tasks-0-title": "First issue",
        "tasks-0-url": "https://github.com/asyncapi/website/issues/1",
    } | fields


def post(client, somebody, project_or_cohort, name, data, at):
    args = [project_or_cohort.slug]
    if isinstance(project_or_cohort, Project):
        args = [project_or_cohort.cohort.slug, *args]
    with time_machine.travel(at, tick=False):
        client.force_login(somebody.user)
        return client.post(reverse(f"cohorts:{name}", args=args), data)


# Drafting and submitting -------------------------------------------------------------------


def test_scenario_works_long_after_the_call(cohort):
    project = scenarios.project(cohort, now=scenarios.instant(cohort, "program", days=30))
    assert list(Project.objects.published()) == [project]
    assert [mentor.is_lead for mentor in ProjectMentor.objects.current()] == [True]
    assert [move.state for move in project.moves.all()] == ["draft", "submitted", "approved"]


def test_a_title_is_enough_for_a_draft(client, cohort, mentor, now):
    blank = {name: "" for name in typed() if not name.endswith("_FORMS")}
    data = typed() | blank | {"title": "An idea", "kind": "code", "difficulty": "easy", "hours": "100"}
    response = post(
        client, mentor, cohort, "propose", data | {"sponsored_slots": "0", "volunteer_slots": "0", "save": "1"}, now
    )
    project = Project.objects.get()
    assert response.url == project.get_edit_url()
    assert (project.title, project.slug, project.state) == ("An idea", "an-idea", "draft")
    assert [lead.person for lead in project.lead_mentors()] == [mentor]


def test_saving_and_submitting_keeps_everything_and_tells_the_organizers(client, cohort, mentor, now):
    Skill.objects.create(name="TypeScript")
    post(client, mentor, cohort, "propose", typed(submit="1"), now)
    project = Project.objects.get()
    assert project.state == "submitted"
    assert project.repository == "https://github.com/asyncapi/website"
    assert [skill.name for skill in project.skills.all()] == ["TypeScript", "writing"]
    assert list(project.milestones.values_list("week", "title")) == [(2, "Triage"), (10, "Half of it"), (16, "Release")]
    assert [task.title for task in project.tasks.all()] == ["First issue"]
    letter = Message.objects.get(letter="cohorts/mail/proposal_submitted", channel="email")
    assert (letter.person, letter.daytime) == (cohort.leads()[0].person, True)


def test_missing_parts_are_named_beside_their_fields_and_the_draft_is_kept(client, cohort, mentor, now):
    data = typed(submit="1", goals="", licence="") | {"milestones-1-week": "", "milestones-1-title": ""}
    response = post(client, mentor, cohort, "propose", data, now)
    project = Project.objects.get()
    assert project.state == "draft"
    with time_machine.travel(now, tick=False):
        page = client.get(response.url)
    forms = page.context["forms"]
    assert set(forms.form.errors) == {"goals", "licence"}
    assert forms.milestones.non_form_errors() == ["Plan 3 to 5 milestones."]
    assert "Name goals that can be measured." in page.content.decode()


@given(
    st.sets(st.sampled_from(["summary", "goals", "skills", "repository", "licence", "onboarding", "milestones"])),
    st.integers(min_value=0, max_value=5),
)
def test_exactly_what_is_missing_is_named(emptied, milestones):
    text = scenarios.proposal(milestones=tuple((week, f"Step {week}") for week in range(1, milestones + 1)))
    text = replace(text, **{name: type(getattr(text, name))() for name in emptied})
    expected = emptied | ({"milestones"} if milestones < 3 else set())
    assert set(text.missing()) == expected


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("milestones-0-week", "19"),
        ("milestones-0-week", ""),
        ("milestones-0-title", ""),
        ("tasks-0-url", "javascript:alert(1)"),
        ("tasks-0-title", ""),
        ("repository", "javascript:alert(1)"),
        ("repository", "a/b" * 90),
        ("licence", "Proprietary"),
        ("hours", "-1"),
        ("skills", "x" * 51),
        ("skills", ",".join(f"skill {number}" for number in range(13))),
    ],
)
def test_wrong_input_is_refused_and_kept_on_the_page(client, cohort, mentor, now, field, value):
    response = post(client, mentor, cohort, "propose", typed(**{field: value}), now)
    assert response.status_code == 200
    assert not Project.objects.exists()
    assert "Docs that answer" in response.content.decode()


def test_volunteer_cohorts_have_no_sponsored_slots(client, now):
    cohort = scenarios.cohort("amp-volunteers", mode="volunteer")
    mentor = scenarios.mentor(cohort, now=now)
    post(client, mentor, cohort, "propose", typed(sponsored_slots="5", submit="1"), now)
    project = Project.objects.get()
    assert (project.sponsored_slots, project.volunteer_slots, project.state) == (0, 1, "submitted")
    with pytest.raises(Refusal, match="no stipends"):
        Project.propose(cohort, scenarios.proposal(), by=mentor, now=now)


def test_whoever_waits_to_be_approved_drafts_but_does_not_submit(client, cohort, now):
    waiting = person("Una Vale")
    MentorApplication.apply(cohort, waiting, scenarios.mentor_answers(), now=now)
    response = post(client, waiting, cohort, "propose", typed(submit="1"), now)
    project = Project.objects.get()
    assert (response.url, project.state) == (project.get_absolute_url(), "draft")
    with pytest.raises(Refusal, match="Your draft is safe"):
        project.submit(by=waiting, now=now)


def test_a_stranger_can_not_propose(client, cohort, now):
    stranger = person("Stan Stranger")
    assert post(client, stranger, cohort, "propose", typed(), now).status_code == 403
    with pytest.raises(Refusal):
        Project.propose(cohort, scenarios.proposal(), by=stranger, now=now)


def test_titles_that_are_alike_get_different_slugs(cohort, mentor, now):
    slugs = [Project.propose(cohort, Proposal(title), by=mentor, now=now).slug for title in ("Ü!", "?", "ü", "Ux", "u")]
    assert slugs == ["u", "project", "u-2", "ux", "u-3"]


# When ----------------------------------------------------------------------------------------


def test_ideas_are_due_with_the_call_to_the_second(cohort, mentor, draft):
    closes = scenarios.instant(cohort, "mentor_call", edge="ends_at")
    complete = scenarios.proposal()
    draft.revise(complete, revision=0, by=mentor, now=closes - timedelta(seconds=1))
    with pytest.raises(Refusal, match="closed on 30 April 2027"):
        draft.submit(by=mentor, now=closes)
    with pytest.raises(Refusal, match="closed on 30 April 2027"):
        draft.revise(complete, revision=1, by=mentor, now=closes)
    draft.submit(by=mentor, now=closes - timedelta(seconds=1))
    assert draft.state == "submitted"


def test_an_invited_mentor_may_propose_until_applications_close(cohort):
    closes = scenarios.instant(cohort, "applications", edge="ends_at")
    invited = person("Una Vale")
    MentorApplication.accept_invitation(cohort, invited, now=closes - timedelta(days=1))
    project = Project.propose(cohort, scenarios.proposal(), by=invited, now=closes - timedelta(days=1))
    with pytest.raises(Refusal, match="Applications closed"):
        project.submit(by=invited, now=closes)
    project.submit(by=invited, now=closes - timedelta(seconds=1))
    assert project.state == "submitted"


def test_what_organizers_asked_for_may_change_until_applications_close(cohort, mentor, now):
    project = scenarios.project(cohort, mentor, now=now, approved=False)
    project.ask_for_changes(by=cohort.leads()[0].person, now=now, comment="Fewer goals.")
    closes = scenarios.instant(cohort, "applications", edge="ends_at")
    project.revise(scenarios.proposal(goals="One."), revision=0, by=mentor, now=closes - timedelta(days=3))
    with pytest.raises(Refusal, match="Applications closed"):
        project.submit(by=mentor, now=closes)
    project.submit(by=mentor, now=closes - timedelta(seconds=1))
    assert (project.state, project.goals) == ("submitted", "One.")


def test_home_page_names_drafts_and_asked_changes_with_their_dates(cohort, mentor, now, draft):
    other = scenarios.project(cohort, mentor, now=now, approved=False, title="Other")
    other.ask_for_changes(by=cohort.leads()[0].person, now=now, comment="Please.")
    assert {(step.what, step.due) for step in waiting_for(mentor, now)} == {
        ("Finish your proposal “A draft”", cohort.window("mentor_call").ends_at),
        ("Changes asked for on “Other”", cohort.window("applications").ends_at),
    }


@pytest.mark.parametrize("count", [3, 30])
def test_cards_of_a_mentor_have_a_constant_cost(cohort, mentor, now, count, django_assert_num_queries):
    for number in range(count):
        Project.propose(cohort, Proposal(f"Idea {number}"), by=mentor, now=now)
    with django_assert_num_queries(4):
        steps = waiting_for(mentor, now)
    assert len(steps) == count


# Editing what is published ----------------------------------------------------------------------


def test_an_edit_goes_to_review_while_the_published_text_stands(client, published, mentor, now):
    post(client, mentor, published, "project-edit", typed(title="Another title"), now)
    published.refresh_from_db()
    assert (published.state, published.title) == ("submitted", "Faster parser for large documents")
    assert list(Project.objects.published()) == [published]
    assert published.text().title == "Another title"
    published.approve(by=published.cohort.leads()[0].person, now=now)
    assert (published.state, published.title, published.pending) == ("approved", "Another title", None)
    assert [milestone.week for milestone in published.milestones.all()] == [2, 10, 16]


def test_an_incomplete_edit_of_a_published_project_is_not_saved(client, published, mentor, now):
    response = post(client, mentor, published, "project-edit", typed(goals="", title="Kept"), now)
    assert set(response.context["forms"].form.errors) == {"goals"}
    assert "Kept" in response.content.decode()
    published.refresh_from_db()
    assert (published.state, published.pending) == ("approved", None)


def test_a_rejected_edit_leaves_the_published_text(published, mentor, now):
    published.revise(scenarios.proposal("Worse"), revision=0, by=mentor, now=now)
    published.reject(by=published.cohort.leads()[0].person, now=now, reason="The first text is clearer.")
    assert (published.state, published.title) == ("approved", "Faster parser for large documents")
    assert published.text().title == "Faster parser for large documents"
    assert Message.objects.filter(letter="cohorts/mail/edit_rejected", channel="email").count() == 1


def test_two_mentors_editing_at_once_do_not_overwrite_each_other(client, cohort, draft, mentor, now):
    second = scenarios.mentor(cohort, person("Una Vale"), now=now)
    draft.add_mentor(second, now=now)
    draft.revise(scenarios.proposal("By the first", co_mentors=(second.pk,)), revision=0, by=mentor, now=now)
    response = post(client, second, draft, "project-edit", typed(title="By the second", revision="0"), now)
    page = response.content.decode()
    assert response.status_code == 409
    assert "By the second" in page
    assert "Somebody else changed this proposal" in page
    draft.refresh_from_db()
    assert draft.title == "By the first"
    assert 'name="revision" value="1"' in page
    response = post(client, second, draft, "project-edit", typed(title="By the second", revision="1"), now)
    draft.refresh_from_db()
    assert (response.status_code, draft.title, draft.revision) == (302, "By the second", 2)


@pytest.mark.django_db(transaction=True)
def test_of_racing_edits_one_is_saved_and_the_others_told(cohort, draft, mentor, now):
    start, outcomes = threading.Barrier(4), []

    def edit(number):
        try:
            project = Project.objects.get(pk=draft.pk)
            start.wait()
            project.revise(Proposal(f"By {number}"), revision=0, by=mentor, now=now)
            outcomes.append("saved")
        except Stale:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=edit, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "told", "told", "told"]
    draft.refresh_from_db()
    assert draft.revision == 1


def test_rows_of_another_project_are_out_of_reach(client, cohort, draft, mentor, now):
    other = scenarios.project(cohort, now=now, title="Other")
    before = list(other.milestones.values())
    stolen = {"milestones-0-id": str(before[0]["id"]), "milestones-INITIAL_FORMS": "3"}
    post(client, mentor, draft, "project-edit", typed(**stolen), now)
    assert list(other.milestones.values()) == before
    assert draft.milestones.count() == 3


# From the first accepted place on -------------------------------------------------------------------


def test_goals_and_milestones_are_locked_once_a_mentee_accepted_and_tasks_are_added(client, published, mentor, now):
    edited = replace(published.text(), goals="Others.")
    published.hold_place("sponsored", now=now)
    with pytest.raises(Refusal, match="You can still add tasks"):
        published.revise(edited, revision=0, by=mentor, now=now)
    for _click in range(2):
        post(client, mentor, published, "project-edit", typed(), now)
    published.refresh_from_db()
    assert published.state == "approved"
    assert published.goals != "Ten pages."
    assert ProjectMilestone.objects.filter(project=published).count() == 4
    assert [task.title for task in published.tasks.all()] == ["Measure where time goes", "First issue"]


def test_an_edit_that_waited_can_not_slip_in_after_a_mentee_accepted(published, mentor, now):
    lead = published.cohort.leads()[0].person
    published.revise(replace(published.text(), goals="Others."), revision=0, by=mentor, now=now)
    published.hold_place("sponsored", now=now)
    with pytest.raises(Refusal, match="Turn the edit down"):
        published.approve(by=lead, now=now)
    published.reject(by=lead, now=now, reason="A mentee relies on the goals.")
    assert published.goals == Proposal.of(published).goals != "Others."


def test_places_are_held_and_freed_within_the_slots(published, now):
    for _number in range(2):
        published.hold_place("sponsored", now=now)
    with pytest.raises(Refusal, match="are taken"):
        published.hold_place("sponsored", now=now)
    with pytest.raises(Refusal, match="are taken"):
        published.hold_place("volunteer", now=now)
    published.free_place("sponsored", now=now)
    assert (published.sponsored_taken, published.sponsored_left, published.volunteer_left) == (1, 1, 0)
    published.free_place("sponsored", now=now)
    with pytest.raises(Refusal):
        published.free_place("sponsored", now=now)


@pytest.mark.handmade  # places that nobody holds
@pytest.mark.django_db(transaction=True)
def test_racing_for_the_last_places_never_gives_more_than_there_are(cohort, mentor, now):
    project = scenarios.project(cohort, mentor, now=now, sponsored_slots=2)
    start, outcomes = threading.Barrier(6), []

    def take():
        try:
            start.wait()
            Project.objects.get(pk=project.pk).hold_place("sponsored", now=now)
            outcomes.append("held")
        except Refusal:
            outcomes.append("full")
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["full"] * 4 + ["held"] * 2


def test_a_project_with_a_mentee_is_not_withdrawn(published, mentor, now):
    published.hold_place("sponsored", now=now)
    with pytest.raises(Refusal, match="accepted a place"):
        published.withdraw(by=mentor, now=now)


def test_mentors_withdraw_until_applications_open_and_organizers_after(client, published, mentor, now):
    opening = scenarios.instant(published.cohort, "applications")
    with pytest.raises(Refusal, match="Ask an organizer"):
        published.withdraw(by=mentor, now=opening)
    lead = published.cohort.leads()[0].person
    post(client, lead, published, "project-withdraw", {"reason": "The repository was archived."}, opening)
    published.refresh_from_db()
    assert published.state == "withdrawn"
    assert list(Project.objects.published()) == []
    assert Message.objects.filter(letter="cohorts/mail/project_withdrawn", person=mentor, channel="email").count() == 1


def test_a_withdrawn_idea_is_reviewed_again_before_it_is_published(published, mentor, now):
    published.withdraw(by=mentor, now=now)
    published.reopen(by=mentor, now=now)
    assert (published.state, published.is_published) == ("draft", False)


# Who --------------------------------------------------------------------------------------------------


def test_a_former_mentor_loses_access_at_once(client, cohort, draft, mentor, now):
    second = scenarios.mentor(cohort, person("Una Vale"), now=now)
    draft.add_mentor(second, now=now, is_lead=True)
    client.force_login(mentor.user)
    assert client.get(draft.get_edit_url()).status_code == 200
    draft.end_mentor(mentor, now=now)
    assert client.get(draft.get_edit_url()).status_code == 404
    assert client.get(draft.get_absolute_url()).status_code == 404
    with pytest.raises(Refusal, match="Only the mentors"):
        draft.revise(scenarios.proposal(), revision=0, by=mentor, now=now)


def test_co_mentors_are_chosen_among_the_cohorts_mentors(client, cohort, draft, mentor, now):
    second, stranger = scenarios.mentor(cohort, person("Una Vale"), now=now), person("Stan Stranger")
    response = post(client, mentor, draft, "project-edit", typed(co_mentors=[second.pk, stranger.pk]), now)
    assert set(response.context["forms"].form.errors) == {"co_mentors"}
    post(client, mentor, draft, "project-edit", typed(co_mentors=[second.pk]), now)
    assert {(row.person, row.is_lead) for row in draft.mentors.current()} == {(mentor, True), (second, False)}
    draft.refresh_from_db()
    draft.revise(scenarios.proposal(co_mentors=(stranger.pk,)), revision=draft.revision, by=mentor, now=now)
    assert [row.person for row in draft.mentors.current()] == [mentor]


def test_organizers_change_who_leads_but_never_leave_nobody(client, cohort, published, mentor, now):
    lead = cohort.leads()[0].person
    second = scenarios.mentor(cohort, person("Una Vale"), now=now)
    row = published.mentors.get()
    end = reverse("cohorts:project-mentor-end", args=[cohort.slug, published.slug, row.pk])
    client.force_login(lead.user)
    client.post(end)
    assert published.mentors.current().count() == 1
    with pytest.raises(Refusal, match="only lead mentor"):
        published.add_mentor(mentor, now=now, is_lead=False)
    client.post(
        reverse("cohorts:project-mentor-add", args=[cohort.slug, published.slug]),
        {"person": second.pk, "is_lead": "on"},
    )
    client.post(end)
    assert [row.person for row in published.mentors.current()] == [second]


def test_a_lead_mentor_is_a_mentor_of_the_cohort(published, now):
    with pytest.raises(Refusal, match="not a mentor of this cohort"):
        published.add_mentor(person("Stan Stranger"), now=now, is_lead=True)


def test_missing_is_a_refusal_a_person_can_read(draft, mentor, now):
    with pytest.raises(Incomplete, match="Name goals that can be measured"):
        draft.submit(by=mentor, now=now)


def test_a_number_no_mentor_has_is_a_message_beside_the_field(client, cohort, mentor, now):
    response = post(client, mentor, cohort, "propose", typed(co_mentors=["9" * 30]), now)
    assert response.status_code == 200
    assert "co_mentors" in response.context["forms"].form.errors


def test_the_parts_of_the_form_say_which_are_complete(client, cohort, mentor, draft, published, now):
    def steps(address):
        with time_machine.travel(now, tick=False):
            client.force_login(mentor.user)
            return [(step.url, step.is_done) for step in client.get(address).context["forms"].steps()]

    parts = ["#idea", "#milestones", "#tasks", "#mentee", "#places"]
    assert steps(published.get_edit_url()) == [(part, True) for part in parts]
    assert [part for part, is_done in steps(draft.get_edit_url()) if not is_done] == ["#idea", "#milestones", "#mentee"]
    assert [part for part, is_done in steps(reverse("cohorts:propose", args=[cohort.slug])) if is_done] == []


def test_no_idea_is_asked_for_after_the_call(client, cohort, mentor, now):
    def page(at):
        with time_machine.travel(at, tick=False):
            client.force_login(mentor.user)
            return client.get(reverse("cohorts:mentor-apply", args=[cohort.slug])).content.decode()

    assert "Propose a project</a>" in page(now)
    after = page(scenarios.instant(cohort, "applications"))
    assert "Propose a project</a>" not in after
    assert "The organizers can still invite you" in after
