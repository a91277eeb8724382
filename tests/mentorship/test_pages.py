"""The room and what can be written from it, in the browser's place."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mentorship import scenarios
from mentorship.models import Entry, Mentorship

from . import crowd


def url(name, mentorship, *args):
    return reverse(f"mentorship:{name}", args=[mentorship.pk, *args])


def text(response):
    return response.content.decode()


def test_shows_where_we_are_and_what_is_next(mentorship, mentee, mentor, organizer, day, at):
    scenarios.update(mentorship, day(1))
    page = text(at(day(15), mentee).get(mentorship.get_absolute_url()))
    assert "Week 3 of 18" in page
    assert "Your next update" in page
    assert "was due by" in page
    assert "29 June 2027, 00:00 UTC" in page
    assert "update for week 1" in page.lower()
    assert organizer.email in page
    assert mentor.name in page


def test_shows_what_comes_before_kickoff(mentorship, mentee, day, at):
    page = text(at(day(-1), mentee).get(mentorship.get_absolute_url()))
    assert "Getting to know each other" in page
    assert "Ask a question" in page
    assert "Write an update" not in page


def test_an_update_from_the_form(mentorship, mentee, day, at):
    scenarios.update(mentorship, day(1), next_up="Look at the lexer.")
    client = at(day(8), mentee)
    form = client.get(url("update", mentorship))
    assert "Look at the lexer." in text(form)
    once = form.context["form"]["once"].value()
    said = {"done": "Looked at it.", "hours": "7.5", "links": "https://example.org/pr/1", "once": once}
    for _click in range(2):
        assert client.post(url("update", mentorship), said).status_code == 302
    entry = Entry.objects.get(week=2)
    assert (entry.done, entry.hours, entry.link_list) == ("Looked at it.", 7.5, ["https://example.org/pr/1"])


def test_last_weeks_plan_can_be_carried_over(mentorship, mentee, day, at):
    client = at(day(8), mentee)
    assert "Begin with these words" not in text(client.get(url("update", mentorship)))
    scenarios.update(mentorship, day(1), next_up="Look at the **lexer**.")
    page = text(client.get(url("update", mentorship)))
    assert "In week 1 you wanted to" in page
    assert "<strong>lexer</strong>" in page
    form = client.get(url("update", mentorship), {"carry": "over"}).context["form"]
    assert form["done"].value() == "Look at the **lexer**."


def test_after_an_update_the_page_says_what_happens_next(mentorship, mentee, day, at):
    page = text(at(day(8), mentee).post(url("update", mentorship), {"done": "All of it."}, follow=True))
    assert "Your mentors read it and answer you. The next one is due by 6 July 2027, 00:00 UTC." in page


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"done": "", "hours": "3"}, "A word here"),
        ({"done": "All of it.", "links": "javascript:alert(1)"}, "not a web address"),
        ({"done": "All of it.", "hours": "200"}, "less than or equal to 168"),
    ],
)
def test_what_was_typed_stays_beside_the_reason(mentorship, mentee, day, at, said, reason):
    response = at(day(8), mentee).post(url("update", mentorship), said)
    assert response.status_code == 422
    assert reason in text(response)
    assert said["done"] in text(response)
    assert not Entry.objects.exists()


def test_an_update_before_kickoff_is_kept_in_the_form(mentorship, mentee, day, at):
    response = at(day(-1), mentee).post(url("update", mentorship), {"done": "Early bird."})
    assert response.status_code == 422
    assert "Updates begin with the program" in text(response)
    assert "Early bird." in text(response)


def test_a_question_and_its_answer(mentorship, mentee, mentor, day, at):
    at(day(1), mentee).post(url("question", mentorship), {"body": "Which **branch**?"})
    question = Entry.objects.get()
    client = at(day(2), mentor)
    assert 'id="unanswered"' in text(client.get(mentorship.get_absolute_url()))
    client.post(url("answer", mentorship, question.pk), {"body": "Always `main`. <script>alert(1)</script>"})
    page = text(client.get(mentorship.get_absolute_url()))
    assert "<strong>branch</strong>" in page
    assert "<script>alert(1)" not in page
    assert 'id="unanswered"' not in page


@pytest.mark.parametrize(("name", "kind"), [("feedback", "feedback"), ("call", "call")])
def test_feedback_and_calls(mentorship, mentor, day, at, name, kind):
    at(day(1), mentor).post(url(name, mentorship), {"body": "On Monday, about the plan."})
    assert Entry.objects.get().kind == kind


def test_milestones_from_the_room(mentorship, mentee, mentor, day, at):
    milestone = mentorship.milestones.first()
    client = at(day(1), mentee)
    client.post(url("milestone-replan", mentorship, milestone.pk), {"week": "4", "reason": "Exams."})
    client.post(url("milestone-finish", mentorship, milestone.pk))
    at(day(2), mentor).post(url("milestone-accept", mentorship, milestone.pk))
    page = text(client.get(mentorship.get_absolute_url()))
    assert "first planned for week 2" in page
    assert "1 of 4 done" in page
    assert "done and accepted" in page


def test_the_plan_is_drawn_with_what_came_of_it(mentorship, mentee, day, at):
    first, *_rest = mentorship.milestones.all()
    first.finish(by=mentee, now=day(15))
    chart = at(day(20), mentee).get(mentorship.get_absolute_url()).context["plan"]
    assert chart.summary == "1 of 4 milestones are done."
    assert chart.table.names == ["planned", "done"]
    assert [numbers for _label, numbers in chart.table.rows] == [["2", "3"], ["6", "–"], ["11", "–"], ["16", "–"]]


def test_a_room_says_how_long_ago_each_side_was_heard(mentorship, mentee, mentor, day, at):
    asked = mentorship.ask(by=mentee, now=day(1), body="How?")
    scenarios.answer(mentorship, asked, day(2))
    page = text(at(day(3), mentor).get(mentorship.get_absolute_url()))
    assert "<strong>2 days ago</strong>" in page
    assert "<strong>yesterday</strong>" in page


def test_a_milestone_of_another_mentorship_is_not_there(mentorship, mentee, day, at):
    (other,) = crowd.join(mentorship, 1)
    foreign = other.milestones.create(title="Theirs", week=1, planned_week=1)
    response = at(day(1), mentee).post(url("milestone-finish", mentorship, foreign.pk))
    assert response.status_code == 404


def test_an_ended_room_is_for_reading(mentorship, mentee, organizer, day, at):
    entry = scenarios.update(mentorship, day(1), done="The very first test.")
    mentorship.complete(by=organizer, now=day(126))
    client = at(day(130), mentee)
    page = text(client.get(mentorship.get_absolute_url()))
    assert entry.done in page
    assert "has ended" in page
    assert "<form" not in page.split("<main")[1]
    refused = client.post(url("question", mentorship), {"body": "May I still ask?"})
    assert "This mentorship has ended" in text(refused)


def test_a_replaced_mentor_is_kept_out_at_once(mentorship, mentor, day, at):
    client = at(day(1), mentor)
    assert client.get(mentorship.get_absolute_url()).status_code == 200
    mentorship.project.mentors.filter(person=mentor).update(until=day(1))
    assert client.get(mentorship.get_absolute_url()).status_code == 403
    assert client.post(url("feedback", mentorship), {"body": "Bye."}).status_code == 403
    assert not Entry.objects.exists()


@pytest.mark.parametrize("count", [3, 30])
def test_a_room_costs_the_same_for_any_thread(mentorship, mentor, mentee, day, at, count, django_assert_num_queries):
    for number in range(count):
        now = day(1) + timedelta(hours=number)
        asked = mentorship.ask(by=mentee, now=now, body="?")
        scenarios.answer(mentorship, asked, now + timedelta(minutes=1))
    milestone = mentorship.milestones.first()
    milestone.start(by=mentee, now=day(3))
    client = at(day(8), mentor)
    with django_assert_num_queries(37):
        response = client.get(mentorship.get_absolute_url())
    assert len(response.context["page_obj"]) == min(2 * count + 2, 25)


@pytest.mark.parametrize("count", [3, 30])
def test_the_organizers_list_costs_the_same_for_any_number(
    mentorship, organizer, day, at, count, django_assert_num_queries
):
    crowd.ask(crowd.join(mentorship, count - 1), day(1))
    client = at(day(8), organizer)
    with django_assert_num_queries(9):
        response = client.get(reverse("mentorship:mentorships", args=[mentorship.cohort.slug]))
    assert len(response.context["mentorships"]) == min(count, 25)


def test_the_organizers_list_counts_by_state(mentorship, organizer, day, at):
    (other, ended, *_rest) = crowd.join(mentorship, 3)
    Mentorship.objects.filter(pk=other.pk).update(at_risk_since=day(18))
    Mentorship.objects.filter(pk=ended.pk).update(state="withdrawn")
    page = reverse("mentorship:mentorships", args=[mentorship.cohort.slug])
    client = at(day(19), organizer)
    shown = client.get(page, {"show": "withdrawn"})
    assert [m.pk for m in shown.context["mentorships"]] == [ended.pk]
    assert [(tab.label, tab.count, tab.is_here) for tab in shown.context["tabs"]] == [
        ("all", 4, False),
        ("running", 3, False),
        ("withdrawn", 1, True),
    ]
