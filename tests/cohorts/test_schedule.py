from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import schedule, sides
from cohorts.models import Cohort, Phase
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant

KICKOFF = date(2027, 6, 15)


def at(*parts, zone="UTC"):
    return datetime(*parts, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_template_gives_the_program_its_year():
    windows = schedule.windows(schedule.AMP, KICKOFF, ZoneInfo("UTC"))
    assert windows == {
        "announcement": (at(2027, 2, 1), at(2027, 2, 1, 23, 59)),
        "mentor_call": (at(2027, 3, 10), at(2027, 4, 30, 23, 59)),
        "applications": (at(2027, 5, 10), at(2027, 5, 30, 23, 59)),
        "review": (at(2027, 5, 30, 23, 59), at(2027, 6, 1, 23, 59)),
        "contribution": (at(2027, 6, 1, 23, 59), at(2027, 6, 10, 23, 59)),
        "selection": (at(2027, 6, 10, 23, 59), at(2027, 6, 12, 23, 59)),
        "mentees_announced": (at(2027, 6, 12, 23, 59), at(2027, 6, 13, 23, 59)),
        "bonding": (at(2027, 6, 12, 23, 59), at(2027, 7, 5, 23, 59)),
        "program": (at(2027, 6, 15), at(2027, 10, 19, 23, 59)),
        "midterm": (at(2027, 8, 12), at(2027, 8, 22, 23, 59)),
        "final": (at(2027, 10, 6), at(2027, 10, 17, 23, 59)),
        "recognition": (at(2027, 10, 17, 23, 59), at(2027, 10, 24, 23, 59)),
        "follow_up_3": (at(2028, 1, 24), at(2028, 1, 24, 23, 59)),
        "follow_up_6": (at(2028, 4, 24), at(2028, 4, 24, 23, 59)),
        "follow_up_12": (at(2028, 10, 24), at(2028, 10, 24, 23, 59)),
    }


def test_days_begin_at_local_midnight_on_both_sides_of_a_clock_change():
    windows = schedule.windows(schedule.AMP, KICKOFF, ZoneInfo("Europe/Berlin"))
    assert windows["announcement"] == (at(2027, 1, 31, 23), at(2027, 2, 1, 22, 59))  # winter, UTC+1
    assert windows["applications"] == (at(2027, 5, 9, 22), at(2027, 5, 30, 21, 59))  # summer, UTC+2


def test_a_month_later_stays_within_the_month():
    assert schedule.later(date(2027, 11, 30), 3) == date(2028, 2, 29)


@given(
    kickoff=st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    zone=st.sampled_from(["UTC", "America/Sao_Paulo", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia"]),
)
def test_every_year_is_in_order_whatever_the_zone(kickoff, zone):
    windows = schedule.windows(schedule.AMP, kickoff, ZoneInfo(zone))
    assert all(starts_at < ends_at for starts_at, ends_at in windows.values())
    assert windows["applications"][1] == windows["review"][0] <= windows["program"][0]
    assert windows["midterm"][1] < windows["final"][0] < windows["final"][1] == windows["recognition"][0]


@pytest.mark.django_db
def test_phases_of_a_cohort_cost_no_query_when_prefetched(django_assert_num_queries):
    a_cohort()
    cohort = Cohort.objects.with_phases().get()
    now = at(2027, 5, 20)
    with django_assert_num_queries(0):
        assert cohort.phase("applications").is_open(now)
        assert cohort.window("midterm").kind == "midterm"
        assert [phase.kind for phase in cohort.current_phases(now)] == ["applications"]
        assert cohort.next_phase(now).kind == "review"
        assert not cohort.runs(now)
        assert not cohort.is_over(now)


@pytest.mark.django_db
def test_a_window_is_open_from_its_first_second_to_the_one_before_its_close():
    applications = a_cohort().window("applications")
    second = timedelta(seconds=1)
    assert [
        applications.is_open(instant)
        for instant in (
            applications.starts_at - second,
            applications.starts_at,
            applications.ends_at - second,
            applications.ends_at,
        )
    ] == [False, True, True, False]


@pytest.mark.django_db
def test_a_missing_window_is_a_refusal():
    cohort = a_cohort()
    cohort.phases.filter(kind="midterm").delete()
    assert cohort.phase("midterm") is None
    with pytest.raises(Refusal, match="Midterm evaluations"):
        cohort.window("midterm")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "week"),
    [
        (at(2027, 6, 14, 21, 59), None),
        (at(2027, 6, 14, 22), 1),  # midnight in Berlin
        (at(2027, 6, 21, 21, 59), 1),
        (at(2027, 6, 21, 22), 2),
        (at(2027, 10, 19, 12), 18),
        (at(2027, 10, 19, 22), None),
    ],
)
def test_weeks_of_the_program_turn_at_midnight_in_the_cohorts_zone(now, week):
    assert a_cohort(time_zone="Europe/Berlin").week(now) == week


@pytest.mark.django_db
def test_a_cohort_runs_until_its_final_window_closes_and_is_over_when_recognition_ends():
    cohort = a_cohort()
    final, recognition = cohort.window("final").ends_at, cohort.window("recognition").ends_at
    second = timedelta(seconds=1)
    assert [cohort.runs(now) for now in (at(2027, 6, 14), at(2027, 6, 15), final - second, final)] == [
        False,
        True,
        True,
        False,
    ]
    assert [cohort.is_over(now) for now in (recognition - second, recognition)] == [False, True]


@pytest.mark.django_db
def test_instant_counts_from_either_edge_of_a_phase():
    cohort = a_cohort()
    assert instant(cohort, "midterm", days=-10) == at(2027, 8, 2)
    assert instant(cohort, "midterm", edge="ends_at", days=1) == at(2027, 8, 23, 23, 59)


@pytest.mark.django_db
def test_publishing_needs_phases_and_a_lead_who_can_be_reached():
    now = at(2026, 12, 1)
    cohort = Cohort.objects.create(slug="bare", name="Bare", year=2027, kickoff=KICKOFF)
    lead = person("Ada Lark")

    def refused():
        with pytest.raises(Refusal) as refusal:
            cohort.publish(by=lead, now=now)
        return str(refusal.value)

    assert "no dates" in refused()
    schedule.lay_out(cohort)
    assert "lead organizer" in refused()
    sides.give_organizer(cohort, lead, now=now, is_lead=True)
    assert "can be reached" in refused()
    sides.give_organizer(cohort, lead, now=now, is_lead=True, contact="ada@example.org")
    cohort.publish(by=lead, now=now)
    assert Cohort.objects.get().published_at == now
    assert "already published" in refused()
    assert Phase.objects.count() == 15
