"""The nightly look at running places: it flags, organizers decide, nobody is removed by a machine."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
import mentorship.scenarios as mentoring
from amp_portal import sweeps
from amp_portal.refusals import Refusal
from amp_portal.roster.models import Maintainer
from amp_portal.users.scenarios import person
from applications.eligibility import verdict_on
from applications.models import EligibilityCheck, Flag
from applications.recheck import recheck
from cohorts import attention, schedule, sides
from cohorts.models import Participation

from .applying import letters, signed_in

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def place(cohort):
    """Somebody with a place, the program in its second week."""
    return mentoring.mentorship(cohort)


@pytest.fixture
def today(cohort, place):
    today = cohorts.instant(cohort, "program", days=8) + timedelta(hours=12)
    applying.fresh_roster(today)
    return today


def promote(mentee, today):
    Maintainer.objects.create(
        github_id=mentee.github_id, github_login=mentee.github_login, repos=["spec"], since=today.date(), person=mentee
    )


def test_whoever_becomes_a_maintainer_is_flagged_once_with_congratulations(cohort, place, lead, today):
    before = recheck(today - DAY)
    promote(place.mentee, today)

    did = [recheck(today), recheck(today), recheck(today + timedelta(hours=1))]

    flag = Flag.objects.get()
    assert (before["flagged"], did) == (0, [{"checked": 1, "flagged": 1}] + 2 * [{"checked": 0, "flagged": 0}])
    assert (flag.rule, flag.is_open) == ("not_a_current_maintainer", True)
    assert "mel-mentee (spec), matched by numeric id" in flag.evidence
    assert "Congratulations" in str(flag.advice)
    assert letters()["flagged", str(lead)] == 1
    place.refresh_from_db()
    assert place.is_active  # nothing has changed for them
    assert Participation.objects.get(person=place.mentee).outcome == "active"


def test_the_next_night_raises_it_no_second_time_whatever_was_decided(cohort, place, lead, today):
    promote(place.mentee, today)
    recheck(today)
    applying.fresh_roster(today + DAY)
    open_still = recheck(today + DAY)["flagged"]
    Flag.objects.get().close(Flag.Decision.GOES_ON, "To the end of the program.", by=lead, now=today + DAY)
    applying.fresh_roster(today + 2 * DAY)

    closed = recheck(today + 2 * DAY)["flagged"]
    applying.join_another_program(place.mentee, cohort, now=today + 2 * DAY)
    something_new = recheck(today + 3 * DAY)["flagged"]

    assert (open_still, closed, something_new) == (0, 0, 1)
    assert sorted(Flag.objects.values_list("rule", flat=True)) == ["no_concurrent_program", "not_a_current_maintainer"]


def test_an_organizer_decides_with_a_reason(client, cohort, place, lead, today):
    flag = applying.flagged(place.application, now=today)
    url = reverse("applications:flag", args=[cohort.slug, flag.pk])
    with time_machine.travel(today, tick=False):
        organizer = signed_in(client, lead)
        attention = reverse("cohorts:attention", args=[cohort.slug])
        before = organizer.get(attention).content.decode()
        unexplained = organizer.post(url, {"decision": "goes_on"})
        decided = organizer.post(url, {"decision": "goes_on", "words": "It ends before they begin here."})
        again = organizer.post(url, {"decision": "ends", "words": "No."})
        after = organizer.get(attention).content.decode()

    flag.refresh_from_db()
    assert [url in page for page in (before, after)] == [True, False]
    assert (unexplained.status_code, list(unexplained.context["form"].errors)) == (422, ["words"])
    assert (decided.status_code, flag.decision, flag.closed_by) == (302, "goes_on", lead)
    assert (again.status_code, flag.words) == (422, "It ends before they begin here.")


def test_a_mistake_is_corrected_by_a_fact(cohort, place, lead, today):
    flag = applying.flagged(place.application, now=today)

    flag.close(Flag.Decision.MISTAKEN, "Outreachy wrote: another person", by=lead, now=today)

    assert verdict_on(place.mentee, cohort, today)["no_concurrent_program"].verdict == "pass"
    with pytest.raises(Refusal, match="Somebody has decided"):
        flag.close(Flag.Decision.ENDS, "No.", by=lead, now=today)


def test_only_organizers_decide(cohort, place, today):
    flag = applying.flagged(place.application, now=today)
    with pytest.raises(Refusal, match="Only organizers"):
        flag.close(Flag.Decision.ENDS, "Because", by=mentoring.lead_mentor(place), now=today)


def test_what_nobody_knows_is_no_flag(cohort, place):
    """The list of maintainers is weeks old."""
    much_later = cohorts.instant(cohort, "program", days=40)

    assert recheck(much_later) == {"checked": 1, "flagged": 0}
    assert place.application.checks.first().verdict["not_a_current_maintainer"].verdict == "needs_a_person"


@pytest.mark.parametrize("outcome", ["completed", "failed", "withdrawn", "removed"])
def test_an_ended_place_is_left_alone(cohort, place, today, outcome):
    sides.end_place(cohort, place.mentee, outcome, on=today.date())
    promote(place.mentee, today)
    assert recheck(today) == {"checked": 0, "flagged": 0}


def test_a_cohort_that_is_over_is_left_alone(cohort, place):
    assert recheck(cohorts.instant(cohort, "recognition", edge="ends_at")) == {"checked": 0, "flagged": 0}


def test_each_evaluation_has_a_check_of_its_own_and_nights_keep_what_changed(cohort, place):
    gates = []
    for day in range(57, 62):  # the midterm opens on day 58
        at = cohorts.instant(cohort, "program", days=day) + timedelta(hours=2)
        applying.fresh_roster(at)
        sweeps.run_all(at)
        gates.append(list(EligibilityCheck.objects.filter(checked_at=at).values_list("gate", flat=True)))
    assert gates == [[], ["midterm"], [], [], []]


def test_dates_that_come_to_overlap_open_flags(cohort, place, lead, today):
    """The mentee mentors in the next cohort; its program moves into the run of this one."""
    later = cohorts.cohort("amp-2028", kickoff=cohort.kickoff.replace(year=2028), lead=lead)
    Participation.objects.create(
        cohort=later, person=place.mentee, side="staff", is_mentor=True, since=cohorts.instant(cohort, "review").date()
    )
    clear = recheck(today)
    shift = later.window("program").starts_at - cohorts.instant(cohort, "program", days=60)
    windows = {phase.kind: (phase.starts_at - shift, phase.ends_at - shift) for phase in later.phases.all()}
    moved = {kind: window for kind, window in windows.items() if window[0] > today}

    schedule.reschedule(later, moved, by=lead, now=today)
    overlapping = recheck(today + timedelta(minutes=1))

    assert (clear["flagged"], overlapping["flagged"]) == (0, 1)
    assert Flag.objects.get().rule == "not_a_mentor"


@pytest.mark.parametrize("count", [3, 12])
def test_a_night_costs_the_same_for_each_place(cohort, count, django_assert_num_queries):
    project = cohorts.project(cohort, now=cohorts.instant(cohort, "mentor_call"), sponsored_slots=count)
    for number in range(count):
        mentoring.mentorship(cohort, project=project, mentee=person(f"Mel {number}"))
    today = cohorts.instant(cohort, "program", days=8)
    applying.fresh_roster(today)
    recheck(today - DAY)
    applying.fresh_roster(today)
    per_place = 20
    with django_assert_num_queries(1 + per_place * count):
        assert recheck(today) == {"checked": count, "flagged": 0}


def test_a_flag_stands_on_the_attention_list_until_it_is_decided(cohort, place, lead, today):
    promote(place.mentee, today)
    recheck(today)
    flag = Flag.objects.get()
    [matter] = [matter for matter in attention.waiting(cohort, today) if matter.key.startswith("flag/")]
    assert (matter.person, matter.url, matter.is_settled_elsewhere) == (place.mentee, flag.get_absolute_url(), True)
    flag.close(Flag.Decision.GOES_ON, "Well done!", by=lead, now=today)
    assert [matter for matter in attention.waiting(cohort, today) if matter.key.startswith("flag/")] == []
