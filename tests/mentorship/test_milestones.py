"""Milestones: planned, in progress, done, accepted; re-planned with a reason."""

import pytest

from amp_portal.refusals import Refusal
from mentorship.models import Milestone


@pytest.fixture
def milestone(mentorship):
    made = mentorship.milestones.first()
    made.mentorship = mentorship
    return made


def moves(milestone):
    return [(move.was, move.state, move.by, move.week) for move in milestone.moves.all()]


def test_moves_from_planned_to_accepted(milestone, mentorship, mentee, mentor, day):
    milestone.start(by=mentee, now=day(2))
    milestone.finish(by=mentee, now=day(9))
    milestone.accept(by=mentor, now=day(10))
    assert moves(milestone) == [
        ("planned", "in_progress", mentee, None),
        ("in_progress", "done", mentee, None),
        ("done", "accepted", mentor, None),
    ]
    assert milestone.done_at == day(9)
    thread = [(entry.kind, entry.side, entry.posted_at) for entry in mentorship.entries.all()]
    assert thread == [
        ("milestone", "mentee", day(2)),
        ("milestone", "mentee", day(9)),
        ("accepted", "mentors", day(10)),
    ]


def test_opened_again_until_it_is_accepted(milestone, mentee, mentor, day):
    milestone.finish(by=mentee, now=day(2))
    milestone.reopen(by=mentee, now=day(3))
    assert (milestone.state, milestone.done_at) == ("in_progress", None)
    milestone.finish(by=mentee, now=day(4))
    milestone.accept(by=mentor, now=day(5))
    with pytest.raises(Refusal):
        milestone.reopen(by=mentee, now=day(6))
    assert Milestone.objects.get(pk=milestone.pk).done_at == day(4)


def test_a_stale_page_moves_nothing(milestone, mentorship, mentee, day):
    stale = Milestone.objects.get(pk=milestone.pk)
    milestone.finish(by=mentee, now=day(2))
    with pytest.raises(Refusal, match="now"):
        stale.start(by=mentee, now=day(3))
    assert Milestone.objects.get(pk=milestone.pk).state == "done"
    assert mentorship.entries.count() == 1


def test_either_side_replans_with_a_reason(milestone, mentorship, mentee, mentor, day):
    first = milestone.week
    milestone.replan(first + 2, by=mentee, now=day(2), reason="Exams.")
    milestone.replan(first + 3, by=mentor, now=day(3), reason="One more for good measure.")
    milestone.refresh_from_db()
    assert (milestone.planned_week, milestone.week, milestone.state) == (first, first + 3, "planned")
    assert moves(milestone) == [
        ("planned", "planned", mentee, first + 2),
        ("planned", "planned", mentor, first + 3),
    ]
    assert list(mentorship.entries.values_list("side", "body")) == [
        ("mentee", "Exams."),
        ("mentors", "One more for good measure."),
    ]


@pytest.mark.parametrize(("week", "why"), [(0, "weeks 1 to 18"), (19, "weeks 1 to 18"), (2, "that week already")])
def test_replans_within_the_program(milestone, mentee, day, week, why):
    assert milestone.week == 2
    with pytest.raises(Refusal, match=why):
        milestone.replan(week, by=mentee, now=day(2), reason="Why not.")
    assert not milestone.moves.exists()


def test_what_is_done_is_not_replanned(milestone, mentee, day):
    milestone.finish(by=mentee, now=day(2))
    with pytest.raises(Refusal, match="done already"):
        milestone.replan(9, by=mentee, now=day(3), reason="Hm.")


def test_each_side_does_its_own(milestone, mentee, mentor, organizer, day):
    with pytest.raises(Refusal, match="Only the mentee"):
        milestone.finish(by=mentor, now=day(2))
    milestone.finish(by=mentee, now=day(2))
    for other in (mentee, organizer):
        with pytest.raises(Refusal, match="mentors can"):
            milestone.accept(by=other, now=day(3))
    with pytest.raises(Refusal, match="mentors can"):
        milestone.replan(5, by=organizer, now=day(3), reason="No.")


def test_nothing_moves_after_the_end(milestone, mentorship, mentee, organizer, day):
    mentorship.complete(by=organizer, now=day(126))
    with pytest.raises(Refusal, match="has ended"):
        milestone.finish(by=mentee, now=day(127))
    assert Milestone.objects.get(pk=milestone.pk).state == "planned"
