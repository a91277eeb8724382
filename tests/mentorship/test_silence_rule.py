"""The sweep against a slow clock, on random lives of a mentorship."""

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mentorship import silence
from mentorship.models import Episode, Mentorship, Step

from .silent_clock import Clock

KINDS = ("update", "question", "moved", "answer", "no_reply", "feedback", "accepted", "call", "replanned")
HOURS = st.integers(-3 * 24, 45 * 24)
# In one hour the mentee speaks first, so that whatever a mentor does then answers it.
LIVES = st.lists(st.tuples(HOURS, st.sampled_from(KINDS)), max_size=8).map(
    lambda events: sorted(events, key=lambda event: (event[0], KINDS.index(event[1])))
)
WEEKLY = {"mentee": (8, 11, 18), "mentors": (5, 8)}
BIWEEKLY = {"mentee": (16, 19, 26), "mentors": (5, 8)}


def happen(mentorship, kind, now):
    """Let something happen, by its verb."""
    mentee, mentor = mentorship.mentee, mentorship.project.mentors.first().person
    milestone = mentorship.milestones.filter(state="planned").first()
    milestone.mentorship = mentorship
    match kind:
        case "update" if now < mentorship.starts_at:
            mentorship.ask(by=mentee, now=now, body="Not yet an update.")
        case "update":
            mentorship.post_update(by=mentee, now=now, done="Something.")
        case "question":
            mentorship.ask(by=mentee, now=now, body="How?")
        case "moved":
            milestone.replan(milestone.week % mentorship.weeks + 1, by=mentee, now=now, reason="Later.")
        case "replanned":
            milestone.replan(milestone.week % mentorship.weeks + 1, by=mentor, now=now, reason="Later.")
        case "accepted":
            done = mentorship.milestones.create(title="Done", week=1, planned_week=1, state="done", done_at=now)
            done.mentorship = mentorship
            done.accept(by=mentor, now=now)
        case "answer":
            asked = mentorship.entries.unanswered().first()
            if asked:
                mentorship.answer(asked, by=mentor, now=now, body="So.")
            else:
                mentorship.give_feedback(by=mentor, now=now, body="So.")
        case "no_reply":
            asked = mentorship.entries.unanswered().last()
            if asked:
                mentorship.needs_no_reply(asked, by=mentor, now=now)
            else:
                mentorship.give_feedback(by=mentor, now=now, body="So.")
        case "feedback":
            mentorship.give_feedback(by=mentor, now=now, body="Good.")
        case "call":
            named = mentorship.entries.unanswered().values_list("pk", flat=True)
            mentorship.log_call(by=mentor, now=now, body="", answers=list(named))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    events=LIVES,
    sweeps=st.lists(HOURS, min_size=1, max_size=8).map(sorted),
    cadence=st.sampled_from([1, 2]),
    accepted=st.integers(-72, 240),
    ends=st.sampled_from([126 * 24, 30 * 24]),
)
@example(events=[(0, "update"), (240, "answer")], sweeps=[300, 433, 500], cadence=1, accepted=-72, ends=9999)
@example(events=[], sweeps=[192, 264, 432, 433], cadence=1, accepted=-72, ends=9999)
@example(events=[], sweeps=[600], cadence=1, accepted=-72, ends=9999)
@example(events=[(0, "question"), (24, "replanned")], sweeps=[119, 120, 192, 600], cadence=1, accepted=-72, ends=9999)
@example(events=[(0, "update"), (24, "feedback"), (200, "feedback")], sweeps=[216], cadence=1, accepted=-72, ends=9999)
@example(events=[(0, "update"), (1, "update"), (2, "answer")], sweeps=[150, 400], cadence=1, accepted=-72, ends=9999)
@example(events=[(1, "question"), (2, "moved")], sweeps=[384, 385, 401, 500], cadence=1, accepted=-72, ends=9999)
def test_every_step_once_when_it_is_due(mentorship, events, sweeps, cadence, accepted, ends):
    def at(hour):
        return mentorship.starts_at + timedelta(hours=hour)

    with transaction.atomic():
        Mentorship.objects.update(cadence=cadence, created_at=at(accepted), ends_at=at(ends))
        fresh = Mentorship.objects.select_related("cohort", "project", "mentee").get()
        whole = [(hour, 0, kind) for hour, kind in events] + [(hour, 1, "sweep") for hour in sweeps]
        for hour, _order, kind in sorted(whole, key=lambda thing: thing[:2]):
            if kind == "sweep":
                silence.sweep(at(hour))
                silence.sweep(at(hour))  # a second one changes nothing
            else:
                happen(fresh, kind, at(hour))
        found = sorted(
            (step.episode.side, step.number, step.due_at, step.recorded_at)
            for step in Step.objects.select_related("episode")
        )
        risky = Mentorship.objects.at_risk().exists()
        silence.sweep(at(9998))
        assert not Episode.objects.open().filter(opened_at__gt=at(ends)).exists()
        transaction.set_rollback(True)

    days = WEEKLY if cadence == 1 else BIWEEKLY
    expected = Clock(begins=max(0, accepted), ends=ends, days=days, cadence=cadence).run(events, set(sweeps))
    assert found == [(side, number, at(due), at(recorded)) for side, number, due, recorded in expected]
    assert risky == any((side, number) == ("mentee", 3) for side, number, *_hours in expected)
