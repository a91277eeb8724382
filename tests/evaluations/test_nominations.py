"""Nominations: read by organizers, followed through, told to the mentee when they were acted on."""

from datetime import timedelta

import pytest
from django.urls import reverse

import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import attention
from evaluations.models import Nomination

REASON = "Nobody reads an issue as carefully."
NOTE = "You are on the triage team from Monday."


@pytest.fixture
def at(mentorship):
    return mentorship.starts_at + timedelta(days=30)


@pytest.fixture
def nomination(mentorship, at):
    return evaluating.nominated(mentorship, now=at, reason=REASON)


def sent(name):
    return [row.person for row in Message.objects.filter(letter=f"evaluations/mail/{name}", channel="email")]


def matters(cohort, now):
    return [matter.key for matter in attention.waiting(cohort, now) if matter.key.startswith("nomination/")]


def test_a_mentor_nominates_once_for_each_kind(visit, mentorship, mentor, at):
    path = reverse("evaluations:nominate", args=[mentorship.pk])
    for _click in range(2):
        visit(mentor, path, at, post={"kind": "speaker", "reason": REASON})
    visit(mentor, path, at, post={"kind": "maintainer", "reason": REASON})
    assert sorted(Nomination.objects.values_list("kind", flat=True)) == ["maintainer", "speaker"]
    with pytest.raises(Refusal, match="already"):
        Nomination.make(mentorship, by=mentor, kind="speaker", reason="Again.", now=at)


@pytest.mark.parametrize("post", [{"kind": "speaker", "reason": "  "}, {"kind": "king", "reason": "x"}])
def test_it_needs_a_kind_and_a_reason(visit, mentorship, mentor, at, post):
    page = visit(mentor, reverse("evaluations:nominate", args=[mentorship.pk]), at, post=post)
    assert (page.status_code, Nomination.objects.count()) == (422, 0)


def test_it_waits_for_the_organizers_until_somebody_decides(visit, mentorship, organizer, nomination, at):
    later = at + timedelta(days=200)
    assert matters(mentorship.cohort, later) == [f"nomination/{nomination.pk}"]
    visit(organizer, nomination.get_absolute_url(), at, post={"note": NOTE})
    assert matters(mentorship.cohort, later) == []


def test_the_mentee_hears_of_it_when_it_was_acted_on_and_never_the_reason(visit, mentorship, mentor, organizer, at):
    nomination = evaluating.nominated(mentorship, now=at, reason=REASON)
    own = reverse("evaluations:own-recognition")
    assert "triager" not in visit(mentorship.mentee, own, at).content.decode().lower()
    assert sent("nominated") == []
    visit(organizer, nomination.get_absolute_url(), at, post={"note": NOTE})
    page = visit(mentorship.mentee, own, at).content.decode()
    assert (NOTE in page, REASON in page) == (True, False)
    assert (sent("nominated"), sent("nomination_decided")) == ([mentorship.mentee], [mentor])


def test_of_a_declined_one_only_the_mentor_hears(visit, mentorship, mentor, organizer, nomination, at):
    visit(organizer, nomination.get_absolute_url(), at, post={"note": "After the next release.", "decline": "1"})
    assert (sent("nominated"), sent("nomination_decided")) == ([], [mentor])
    own = visit(mentorship.mentee, reverse("evaluations:own-recognition"), at).content.decode()
    assert "After the next release" not in own
    theirs = visit(mentor, reverse("evaluations:nominate", args=[mentorship.pk]), at).content.decode()
    assert "After the next release" in theirs


def test_a_second_decision_changes_nothing(visit, organizer, nomination, at):
    visit(organizer, nomination.get_absolute_url(), at, post={"note": NOTE})
    visit(organizer, nomination.get_absolute_url(), at, post={"note": "Or not.", "decline": "1"})
    nomination.refresh_from_db()
    assert (nomination.is_acted_on, nomination.note, nomination.moves.count()) == (True, NOTE, 2)


def test_a_decision_needs_a_note(visit, organizer, nomination, at):
    assert visit(organizer, nomination.get_absolute_url(), at, post={"note": " "}).status_code == 422


def test_nothing_of_an_open_one_reaches_the_mentee(visit, mentorship, nomination, at):
    paths = [
        "/",
        reverse("evaluations:own-recognition"),
        mentorship.get_absolute_url(),
        nomination.get_absolute_url(),
        reverse("evaluations:nominate", args=[mentorship.pk]),
        reverse("outbox:inbox"),
        mentorship.project.get_absolute_url(),
    ]
    pages = "".join(visit(mentorship.mentee, path, at).content.decode() for path in paths)
    assert (REASON in pages, "nominat" in pages.lower()) == (False, False)


def test_nobody_decides_about_themselves(mentorship, nomination, at):
    with pytest.raises(Refusal, match="your own"):
        nomination.act(by=mentorship.mentee, now=at, note="Me.")


def test_a_mentorship_that_ended_early_takes_none(mentorship, mentor, organizer, at):
    mentorship.end_early("withdrawn", by=organizer, now=at, reason="A new job.")
    with pytest.raises(Refusal, match="ended early"):
        Nomination.make(mentorship, by=mentor, kind="speaker", reason="x", now=at)


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same(client, cohort, organizer, count, django_assert_num_queries):
    for number in range(count):
        mentorship = mentoring.mentorship(cohort, mentee=person(f"Mentee {number}"))
        evaluating.nominated(mentorship, now=mentorship.starts_at)
    client.force_login(organizer.user)
    with django_assert_num_queries(9):
        page = client.get(reverse("evaluations:nominations", args=[cohort.slug]))
    assert len(page.context["page_obj"]) == min(count, 25)
