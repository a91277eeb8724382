"""What a mentorship has to do with the cohort around it: its dates, the admin, a conflict of tokens."""

from datetime import timedelta

import pytest
from django.urls import reverse

import cohorts.scenarios as cohorts
from applications import eligibility
from cohorts import schedule
from mentorship import scenarios


def test_moves_with_the_program(mentorship, organizer, day):
    program = mentorship.cohort.window("program")
    later = (program.starts_at + timedelta(days=7), program.ends_at + timedelta(days=7))
    schedule.reschedule(mentorship.cohort, {"program": later}, by=organizer, now=day(-2))
    mentorship.refresh_from_db()
    assert (mentorship.starts_at, mentorship.ends_at) == later


def test_a_place_lasts_as_long_as_the_run(mentorship, mentee, organizer, day):
    """A place that outlived its cohort's run would stand in the way of the next one, and nobody could waive that."""
    final = mentorship.cohort.window("final")
    after = cohorts.cohort("next", kickoff=final.ends_at.date() - timedelta(days=20), lead=organizer)
    before = eligibility.verdict_on(mentee, after, day(1))["not_already_placed"]

    earlier = (final.starts_at - timedelta(days=30), final.ends_at - timedelta(days=30))
    schedule.reschedule(mentorship.cohort, {"final": earlier}, by=organizer, now=day(1))

    place = mentee.participations.get(cohort=mentorship.cohort)
    assert (place.since, place.until) == (mentorship.cohort.kickoff, earlier[1].date())
    assert [before.verdict, eligibility.verdict_on(mentee, after, day(1))["not_already_placed"].verdict] == [
        "fail",
        "pass",
    ]


def test_an_ended_one_stays_where_it_was(mentorship, organizer, day):
    mentorship.fail(by=organizer, now=day(30), reason="Stopped.")
    before = (mentorship.starts_at, mentorship.ends_at)
    program = mentorship.cohort.window("program")
    schedule.reschedule(
        mentorship.cohort,
        {"program": (program.starts_at, program.ends_at + timedelta(days=7))},
        by=organizer,
        now=day(40),
    )
    mentorship.refresh_from_db()
    assert (mentorship.starts_at, mentorship.ends_at) == before


@pytest.mark.parametrize(("whose", "status"), [("own", 200), ("another", 302)])
def test_organizers_look_at_their_own_in_the_admin(mentorship, organizer, client, whose, status):
    another = cohorts.cohort("amp-2030", kickoff=mentorship.cohort.kickoff.replace(year=2030))
    client.force_login((organizer if whose == "own" else another.leads()[0].person).user)
    page = client.get(reverse("admin:mentorship_mentorship_change", args=[mentorship.pk]))
    assert page.status_code == status
    listed = client.get(reverse("admin:mentorship_mentorship_changelist")).context["cl"].result_count
    assert listed == (1 if whose == "own" else 0)


def test_a_token_of_somebody_else_is_not_mine(mentorship, mentor, co_mentor, day):
    mine = mentorship.give_feedback(by=mentor, now=day(1), body="Mine.", once="same")
    theirs = mentorship.give_feedback(by=co_mentor, now=day(1), body="Theirs.", once="same")
    assert mine != theirs
    assert scenarios.lead_mentor(mentorship) == mentor
