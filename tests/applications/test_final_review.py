"""After working together: final reviews, own ones first, and what they do to rankings and feedback."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications import publishing
from applications.models import FinalReview, Publication, Recusal
from applications.models.shortlist import follow_finals, rank_shortlist
from applications.reminders import remind
from applications.selection import board, feedback, rankings
from tests.waiting import waiting_for

from .applying import letters, said, signed_in

SCORES = {"communication": 4, "understanding": 3, "quality": 5, "conduct": 4, "notes": "A pleasure"}


@pytest.fixture
def in_time(cohort):
    return cohorts.instant(cohort, "contribution", days=2)


@pytest.fixture
def second(cohort, project, now):
    second = cohorts.mentor(cohort, person("Cleo Comentor"), now=now)
    project.add_mentor(second, now=now)
    return second


@pytest.fixture
def people(cohort, project, now):
    """Three applications on the published shortlist of the project, in this order."""
    people = [
        applying.in_review(cohort, person(f"Applicant {name}"), projects=[project], now=now)
        for name in ("Ann", "Ben", "Cid")
    ]
    applying.shortlisted(cohort, *people, projects=[project], now=now)
    return people


@pytest.fixture
def ann(people):
    return people[0]


@pytest.fixture
def reviewer(client, mentor, in_time):
    with time_machine.travel(in_time, tick=False):
        yield signed_in(client, mentor)


def url(application, project, name="review"):
    return reverse(f"applications:{name}", args=[application.cohort.slug, application.pk, project.slug])


def order(project):
    """Names as they count on the board."""
    ranks = rankings.of(project.cohort).ranks[project.pk]
    names = {place.application_id: str(place.application.person).split()[-1] for place in project.shortlist.all()}
    return [names[pk] for pk in sorted(ranks, key=ranks.__getitem__)]


def test_a_mentor_writes_it_and_sees_the_others_afterwards(reviewer, ann, project, mentor, second, in_time):
    applying.reviewed_finally(ann, project, 2, by=second, now=in_time, notes="Hard to reach")
    before = reviewer.get(url(ann, project))
    saved = reviewer.post(url(ann, project, "final-review"), SCORES, follow=True)
    reviewer.post(url(ann, project, "final-review"), SCORES | {"quality": 1})

    own = FinalReview.objects.get(reviewer=mentor)
    assert before.context["final_form"] is not None
    assert "Hard to reach" not in before.content.decode()
    assert said(saved) == ["Saved. Below you see what the other mentors think."]
    assert [review.reviewer for review in saved.context["final_spreads"][0].reviews] == [mentor, second]
    assert (own.scores, own.notes) == ([4, 3, 1, 4], "A pleasure")


@pytest.mark.parametrize("wrong", [0, 6, "", "many"])
def test_scores_are_one_to_five(reviewer, ann, project, mentor, wrong, in_time):
    page = reviewer.post(url(ann, project, "final-review"), SCORES | {"conduct": wrong})

    assert (page.status_code, list(page.context["final_form"].errors)) == (422, ["conduct"])
    assert page.context["final_form"]["notes"].value() == "A pleasure"
    with pytest.raises(IntegrityError), transaction.atomic():
        FinalReview.objects.create(
            application=ann, project=project, reviewer=mentor, saved_at=in_time, **SCORES | {"conduct": 6}
        )


def test_it_begins_with_the_contribution_period_and_ends_with_the_results(
    cohort, ann, people, project, mentor, lead, in_time, now
):
    begins = cohorts.instant(cohort, "contribution")
    with pytest.raises(Refusal, match="begin with the contribution period"):
        FinalReview.give(ann, project, SCORES, by=mentor, now=begins - timedelta(seconds=1))
    FinalReview.give(ann, project, SCORES, by=mentor, now=begins)
    for application in people:
        board.decide(application, "decline", words="Not this time.", by=lead, now=in_time)
    publishing.start(cohort, Publication.Kind.RESULTS, lead, in_time)
    with pytest.raises(Refusal, match="results are published"):
        FinalReview.give(ann, project, SCORES, by=mentor, now=in_time)


def test_only_current_mentors_of_a_project_that_lists_them(
    cohort, people, ann, project, other_project, mentor, second, in_time, now
):
    other = other_project.mentors.get().person
    project.mentors.filter(person=second).update(until=now)
    elsewhere = applying.in_review(cohort, person("Eli Elsewhere"), projects=[project], now=now)
    Recusal.declare(people[1], "", by=mentor, now=now)

    for application, by, chosen, why in [
        (ann, other, project, "Only current mentors"),
        (ann, second, project, "Only current mentors"),
        (ann, other, other_project, "not on the shortlist"),
        (ann, ann.person, project, "Only current mentors"),
        (elsewhere, mentor, project, "on the shortlist"),
        (people[1], mentor, project, "conflict of interest"),
    ]:
        with pytest.raises(Refusal, match=why):
            FinalReview.give(application, chosen, SCORES, by=by, now=in_time)
    assert FinalReview.objects.count() == 0


def test_nobody_else_reaches_the_page(client, cohort, ann, project, other_project, lead, in_time):
    readers = [ann.person, other_project.mentors.get().person, lead]
    with time_machine.travel(in_time, tick=False):
        answers = [
            signed_in(client, reader).post(url(ann, project, "final-review"), SCORES).status_code for reader in readers
        ]

    assert (answers, FinalReview.objects.count()) == ([404, 404, 404], 0)


def test_what_was_submitted_stays_to_be_read(client, ann, people, project, mentor, lead, in_time):
    applying.fresh_roster(in_time)
    page = url(ann, project)

    def seen():
        return signed_in(client, mentor).get(page).status_code

    with time_machine.travel(in_time, tick=False):
        answers = [seen()]
        offer = applying.offer(ann, project, now=in_time)
        answers += [seen()]
        offer.accept(by=ann.person, now=in_time, consent=True)
        answers += [seen()]
        people[1].decline("Not this time.", by=lead, now=in_time)
        declined = client.get(url(people[1], project)).status_code

    assert answers == [200, 200, 200]
    assert declined == 302  # to the list, with a word on it


def test_of_who_has_a_place_only_its_mentors_go_on_reading(client, cohort, project, other_project, lead, now):
    application = applying.accepted(cohort, person("Ada Lark"), projects=[project, other_project], now=now)
    with time_machine.travel(now, tick=False):
        answers = [
            signed_in(client, chosen.mentors.get().person).get(url(application, chosen)).status_code
            for chosen in (project, other_project)
        ]

    assert answers == [200, 302]  # to the list, with a word on it


def test_once_everybody_has_one_they_order_the_list_until_it_is_ranked_by_hand(people, project, mentor, in_time):
    ann, ben, cid = people
    places = list(project.shortlist.order_by("rank").values_list("pk", flat=True))
    orders = [order(project)]
    for application, score in ((cid, 5), (ann, 3), (ben, 3)):
        applying.reviewed_finally(application, project, score, by=mentor, now=in_time)
        orders.append(order(project))
    rank_shortlist(project, [places[1], places[0], places[2]], was=places, now=in_time)
    by_hand = order(project)
    follow_finals(project)

    assert orders == [["Ann", "Ben", "Cid"]] * 3 + [["Cid", "Ann", "Ben"]]
    assert by_hand == ["Ben", "Ann", "Cid"]
    assert order(project) == ["Cid", "Ben", "Ann"]  # equal scores as they stood


def test_the_shortlist_page_follows_and_says_so(client, people, project, mentor, second, in_time):
    for application, score in zip(people, (3, 4, 5), strict=True):
        applying.reviewed_finally(application, project, score, by=mentor, now=in_time)
    page = reverse("applications:ranking", args=[project.cohort.slug, project.slug])

    def shown(reader):
        context = signed_in(client, reader).get(page).context
        names = [str(place.application.person).split()[-1] for place in context["places"]]
        return names, [place.final for place in context["places"]], context["by_finals"]

    with time_machine.travel(in_time, tick=False):
        assert shown(mentor) == (["Cid", "Ben", "Ann"], [5, 4, 3], True)
        assert shown(second) == (["Ann", "Ben", "Cid"], [None] * 3, False)  # their own first
        by_finals = [place.place for place in client.get(page).context["places"]]
        seen = ",".join(str(place.pk) for place in by_finals)
        client.post(
            reverse("applications:shortlist-rank", args=[project.cohort.slug, project.slug]),
            {"order": seen, "was": seen},
        )
        assert shown(mentor)[2] is False
        client.post(reverse("applications:shortlist-by-finals", args=[project.cohort.slug, project.slug]))
        assert shown(mentor)[2] is True


def test_feedback_speaks_of_both(ann, project, mentor, in_time):
    applying.reviewed_finally(ann, project, 5, 3, 1, 4, by=mentor, now=in_time)

    words = feedback.compose([ann.pk])[ann.pk]

    assert words.splitlines() == [
        "And this is how they found working with you in the contribution period:",
        "",
        "- It was always clear where you stood, and you asked when something was not.",
        "- You found your way into parts of the project; reading along in its issues shows the rest.",
        "- What you contributed needed more care: tests and a small scope help the most.",
        "- Working with you was a pleasure.",
    ]


def test_mentors_are_reminded_before_the_selection_closes(cohort, people, project, mentor, second, mailoutbox):
    closes = cohorts.instant(cohort, "selection", edge="ends_at")
    for application in people:
        applying.reviewed_finally(application, project, 4, by=second, now=closes - timedelta(days=4))
    found = [remind(closes - timedelta(hours=hours))["reminders"] for hours in (49, 47, 30, 23, 2)]
    drain(closes - timedelta(hours=10))

    reminded = Message.objects.filter(letter="applications/mail/final_review_reminder", channel="email")
    assert found == [0, 1, 0, 1, 0]
    assert {str(message.person) for message in reminded} == {"Mira Finch"}
    assert next("3 final reviews" in mail.subject for mail in mailoutbox if "3 people on your" in mail.body)
    assert letters()["final_review_reminder", "Mira Finch"] == 2


def test_the_home_page_says_how_many_are_left(people, project, mentor, in_time, now):
    before = waiting_for(mentor, now, "final-reviews")
    [card] = waiting_for(mentor, in_time, "final-reviews")
    for application in people:
        applying.reviewed_finally(application, project, 4, by=mentor, now=in_time)

    assert (before, card.what) == ([], "3 final reviews to write")
    assert waiting_for(mentor, in_time, "final-reviews") == []


@pytest.mark.parametrize("count", [3, 30])
def test_the_pages_cost_the_same_for_many(
    client, cohort, project, mentor, lead, now, in_time, count, django_assert_num_queries
):
    cohort.shortlist_length = count
    cohort.save()
    people = [
        applying.in_review(cohort, person(f"Person {number}"), projects=[project], now=now) for number in range(count)
    ]
    applying.shortlisted(cohort, *people, projects=[project], now=now)
    for application in people[1:]:
        applying.reviewed_finally(application, project, 4, by=mentor, now=in_time)
    address = url(people[0], project)
    with time_machine.travel(in_time, tick=False):
        signed_in(client, mentor)
        with django_assert_num_queries(13):
            page = client.get(reverse("applications:reviews", args=[cohort.slug]))
        with django_assert_num_queries(16):
            client.get(address)

    assert len(page.context["places"]) == count
