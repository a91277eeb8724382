import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.outbox.models import Message
from amp_portal.users.scenarios import person
from cohorts.models import Phase
from evaluations import ladder, notices, reminders
from evaluations.models import Round

ZONES = ["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Etc/GMT-14", "Etc/GMT+12"]  # UTC±14
LADDER = [(-10, "in_ten_days"), (-5, "in_five_days"), (0, "open"), (3, "missing")]


def recorded():
    """``{(rung, person's name): letters by e-mail}``."""
    mail = Message.objects.filter(letter__in=notices.REMINDER_LETTERS, channel="email").select_related("person")
    return Counter((message.facts["rung"], message.person.name) for message in mail)


@pytest.mark.parametrize(("days", "rung"), LADDER)
def test_each_rung_reaches_both_sides_exactly_once(midterm, mentorship, mentor, days, rung):
    due = midterm.opens_at + timedelta(days=days)
    assert reminders.remind(due - timedelta(seconds=1))["reminders"] == (0 if days == -10 else 2)
    Message.objects.all().delete()
    assert reminders.remind(due) == {"reminders": 2}
    for later in range(3):
        assert reminders.remind(due + timedelta(minutes=later)) == {"reminders": 0}
    assert recorded() == {(rung, mentorship.mentee.name): 1, (rung, mentor.name): 1}


def test_a_late_sweep_sends_only_the_latest_rung(midterm, mentorship, mentor):
    reminders.remind(midterm.opens_at + timedelta(days=4))
    assert recorded() == {("missing", mentorship.mentee.name): 1, ("missing", mentor.name): 1}


def test_the_whole_ladder_by_a_sweep_each_hour(midterm, mentorship, mentor):
    at = midterm.opens_at - timedelta(days=12)
    while at < midterm.closes_at + timedelta(days=1):
        reminders.remind(at)
        at += timedelta(hours=1)
    people = (mentorship.mentee.name, mentor.name)
    assert recorded() == {(rung, name): 1 for _days, rung in LADDER for name in people}


def test_who_has_submitted_gets_nothing_more(midterm, mentorship, mentor, co_mentor):
    evaluating.submitted(midterm, mentorship, "mentor_on_mentee", author=co_mentor, now=midterm.opens_at)
    reminders.remind(midterm.opens_at + timedelta(days=3))
    assert recorded() == {("missing", mentorship.mentee.name): 1}


def test_a_letter_that_waits_is_cancelled_by_a_submission(midterm, mentorship, mentor, mailoutbox):
    reminders.remind(midterm.opens_at)  # at midnight: waits for the day
    evaluating.evaluated(midterm, mentorship, now=midterm.opens_at + timedelta(hours=2))
    call_command("tick", at=(midterm.opens_at + timedelta(hours=12)).isoformat())
    assert [mail for mail in mailoutbox if "evaluation" in mail.subject] == []
    assert set(Message.objects.filter(letter="evaluations/mail/open").values_list("state", flat=True)) == {"cancelled"}


def test_a_mentor_of_several_gets_one_letter_that_names_them(midterm, mentorship, mentor, mailoutbox):
    mentorship.project.sponsored_slots = 2
    mentorship.project.save()
    mentoring.mentorship(midterm.cohort, project=mentorship.project, mentee=person("Nil Second"))
    noon = midterm.opens_at + timedelta(hours=12)
    call_command("tick", at=noon.isoformat())
    mine = [mail for mail in mailoutbox if mail.to == [mentor.email] and "Evaluate Mel Mentee" in mail.body]
    assert len(mine) == 1
    assert "Evaluate Nil Second" in mine[0].body


def test_the_final_is_owed_until_the_final_work_is_in(final, mentorship, mentor):
    for form in final.forms:
        evaluating.submitted(final, mentorship, form, now=final.opens_at)
    reminders.remind(final.opens_at + timedelta(days=3))
    assert recorded() == {("missing", mentorship.mentee.name): 1}


def test_unpublished_cohorts_and_closed_windows_are_left_alone(midterm, mentorship):
    assert reminders.remind(midterm.closes_at) == {"reminders": 0}
    midterm.cohort.published_at = None
    midterm.cohort.save()
    assert reminders.remind(midterm.opens_at) == {"reminders": 0}


@pytest.mark.parametrize("count", [1, 8])  # more are a second statement on SQLite, which takes so many values in one
def test_the_sweep_costs_the_same_for_any_number(django_assert_num_queries, cohort, count):
    midterm = evaluating.round_of(cohort, "midterm")
    for number in range(count):
        mentoring.mentorship(cohort, mentee=person(f"Mentee {number}"), mentor=None)
    reminders.remind(midterm.opens_at - timedelta(days=10))  # content types are known now
    with django_assert_num_queries(8):
        assert reminders.remind(midterm.opens_at)["reminders"] > 0


def test_days_are_the_cohorts_across_a_change_of_clocks():
    """Berlin's clocks go back on 31 October 2027: ten days before 00:00 of 5 November are 264 - 24 + 1 hours."""
    zone = ZoneInfo("Europe/Berlin")
    opens = datetime(2027, 11, 5, tzinfo=zone).astimezone(UTC)
    assert ladder.RUNGS[0].due_at(opens, zone) == datetime(2027, 10, 26, tzinfo=zone).astimezone(UTC)
    assert opens - ladder.RUNGS[0].due_at(opens, zone) == timedelta(days=10, hours=1)


@given(
    hours=st.integers(min_value=-24 * 20, max_value=24 * 20),
    zone=st.sampled_from(ZONES),
    day=st.dates(min_value=date(2027, 1, 1), max_value=date(2027, 12, 31)),
)
def test_the_latest_rung_is_the_last_whose_local_day_has_come(hours, zone, day):
    zone = ZoneInfo(zone)
    starts = datetime.combine(day, datetime.min.time(), zone)
    window = Phase(
        kind="midterm", starts_at=starts.astimezone(UTC), ends_at=(starts + timedelta(days=10)).astimezone(UTC)
    )
    now = window.starts_at + timedelta(hours=hours)
    elapsed = (now.astimezone(zone).date() - day).days
    expected = [name for days, name in LADDER if days <= elapsed]
    found = ladder.latest(window, zone, now)
    if now >= window.ends_at or not expected:
        assert found is None
    else:
        assert found.name == expected[-1]


def test_a_change_of_dates_shows_which_reminders_move():
    from cohorts import effects

    opens = datetime(2027, 8, 12, tzinfo=UTC)
    ladder = effects.ladder(Round.Kind.MIDTERM, opens, opens + timedelta(days=10))
    mine = [when for what, when in ladder if "evaluation" in what or "submitted" in what]
    assert mine == [opens + timedelta(days=days) for days, _rung in LADDER]


def _expected(midterm, sweeps, submissions):
    """``{(rung, name)}`` by hand: at each sweep, who still owes is due the last rung whose local day has come."""
    zone, opens, due = midterm.cohort.zone, midterm.opens_at, set()
    for at in sweeps:
        if at < midterm.closes_at:
            days = (at.astimezone(zone).date() - opens.astimezone(zone).date()).days
            rungs = [name for since, name in LADDER if since <= days]
            due |= {(rungs[-1], name) for name, done_at in submissions.items() if rungs and at < done_at}
    return due


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("kickoff", [date(2027, 8, 9), date(2027, 9, 10)])  # clocks change in Lord Howe; elsewhere
def test_a_moved_clock_tells_everybody_each_rung_once_until_they_submit(zone, kickoff):
    """Sweeps at random instants, some twice, for three weeks around the opening; people submit on random days."""
    chance = random.Random(zone)
    cohort = cohorts.cohort(time_zone=zone, kickoff=kickoff)
    mentorships = [mentoring.mentorship(cohort, mentee=person(f"Mentee {number}")) for number in range(3)]
    midterm = evaluating.round_of(cohort, "midterm")
    hours = sorted(chance.choices(range(-24 * 12, 24 * 11), k=60))
    sweeps = [midterm.opens_at + timedelta(hours=hour, seconds=chance.choice([0, 0, 1, -1])) for hour in hours]
    handed_in = [midterm.opens_at + timedelta(hours=chance.randrange(24 * 9)) for _each in mentorships]
    submissions = {each.mentee.name: at for each, at in zip(mentorships, handed_in, strict=True)}
    waiting = {mentorship.mentee.name: mentorship for mentorship in mentorships}
    for at in sorted(sweeps):
        for name in [name for name in waiting if submissions[name] <= at]:
            evaluating.submitted(midterm, waiting.pop(name), "mentee_on_mentor", now=submissions[name])
        for _twice in range(chance.choice([1, 2])):
            reminders.remind(at)
    found = {key: count for key, count in recorded().items() if key[1] in submissions}
    assert found == dict.fromkeys(_expected(midterm, sorted(sweeps), submissions), 1)
