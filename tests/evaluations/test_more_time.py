"""A mentorship that was extended: its own window in every place, its own ladder, its own release."""

from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse

import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal import agenda, arrival
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from evaluations import duties, release, reminders
from evaluations.models import Certificate, Decision, Evaluation
from mentorship.links import link
from tests.waiting import waiting_for

DAYS = timedelta(days=14)
RUNGS = ((-10, "in_ten_days"), (-5, "in_five_days"), (0, "open"), (3, "missing"))


@pytest.fixture
def neighbour(mentorship):
    """Another mentee of the same project and mentor, without more time."""
    mentorship.project.sponsored_slots = 2
    mentorship.project.save()
    return mentoring.mentorship(mentorship.cohort, project=mentorship.project, mentee=person("Nil Second"))


@pytest.fixture
def extend(mentorship, organizer):
    def extend(now):
        ends_at = mentorship.ends_at + DAYS
        return mentorship.extend(by=organizer, ends_at=ends_at, reason="Ill for two weeks.", now=now)

    return extend


def recorded():
    """``{(rung, name, whether it is about one mentorship): letters}``."""
    mail = Message.objects.filter(letter__startswith="evaluations/mail", channel="email").select_related("person")
    return Counter((m.facts["rung"], m.person.name, m.facts["mentorship"] is not None) for m in mail)


def sweep_daily(round):
    at = round.opens_at - timedelta(days=12)
    while at < round.closes_at + 2 * DAYS:
        reminders.remind(at)
        at += timedelta(hours=12)


def test_the_whole_ladder_moves_for_that_mentorship(midterm, mentorship, neighbour, mentor, extend):
    extend(midterm.opens_at - timedelta(days=30))
    sweep_daily(midterm)
    mine = {(rung, name, True): 1 for _day, rung in RUNGS for name in (mentorship.mentee.name, mentor.name)}
    others = {(rung, name, False): 1 for _day, rung in RUNGS for name in (neighbour.mentee.name, mentor.name)}
    assert recorded() == mine | others


@pytest.mark.parametrize(("day", "again"), [(-8, RUNGS[1:]), (-3, RUNGS[2:]), (-11, RUNGS)])
def test_what_was_sent_before_is_not_sent_again(midterm, mentorship, mentor, extend, day, again):
    sweeps = [midterm.opens_at + timedelta(days=each) for each in (-10, -5) if each <= day]
    for at in sweeps:
        reminders.remind(at)
    extend(midterm.opens_at + timedelta(days=day))
    sweep_daily(midterm)
    people = (mentorship.mentee.name, mentor.name)
    before = {(rung, name, False): 1 for _at, (_day, rung) in zip(sweeps, RUNGS, strict=False) for name in people}
    assert recorded() == before | {(rung, name, True): 1 for _day, rung in again for name in people}


def test_a_waiting_reminder_of_the_old_date_is_not_sent(midterm, mentorship, mentor, extend, mailoutbox):
    from django.core.management import call_command

    reminders.remind(midterm.opens_at - timedelta(days=5))  # at midnight: waits for the day
    extend(midterm.opens_at - timedelta(days=5) + timedelta(hours=3))
    call_command("tick", at=(midterm.opens_at - timedelta(days=5) + timedelta(hours=12)).isoformat())
    assert [mail.subject for mail in mailoutbox if "opens" in mail.subject] == []


def test_the_form_is_open_longer_for_them_alone(visit, midterm, mentorship, neighbour, extend):
    extend(midterm.opens_at)
    late = midterm.closes_at + timedelta(days=2)
    given = {"now": late, "author": mentorship.mentee}
    evaluating.submitted(midterm, mentorship, "mentee_on_mentor", **given)
    with pytest.raises(Refusal):
        evaluating.submitted(midterm, neighbour, "mentee_on_mentor", now=late)
    assert Evaluation.objects.submitted().count() == 1
    form = [midterm.pk, mentorship.pk, "mentee_on_mentor"]
    assert "It opens" not in visit(mentorship.mentee, reverse("evaluations:evaluate", args=form), late).content.decode()
    with pytest.raises(Refusal):
        evaluating.submitted(midterm, mentorship, "mentor_on_mentee", now=midterm.closes_at + DAYS)


def test_home_calendar_and_room_say_the_own_dates(midterm, mentorship, neighbour, mentor, extend):
    extend(midterm.opens_at)
    own_close = midterm.closes_at + DAYS
    late = midterm.closes_at + timedelta(days=1)
    (step,) = waiting_for(mentorship.mentee, late, "evaluation")
    assert (step.what, step.due) == ("Tell us about your mentors and the program", own_close)
    assert waiting_for(neighbour.mentee, late, "evaluation") == []
    assert [step.what for step in waiting_for(mentor, late, "evaluation")] == ["Evaluate Mel Mentee"]
    windows = {entry.key: entry.ends_at for entry in agenda.of(mentor, late) if entry.key.startswith("round/")}
    assert windows[f"round/{midterm.pk}/{mentorship.pk}"] == own_close
    assert windows[f"round/{midterm.pk}"] == midterm.closes_at
    assert next(shown.due for shown in link.gather(mentorship, late)) == own_close
    assert {duty.apart for duty in duties.of([midterm])} == {None, mentorship.pk}


def test_others_are_released_in_time_and_this_one_when_its_own_has_closed(
    visit, midterm, mentorship, neighbour, mentor, organizer, extend
):
    extend(midterm.opens_at)
    evaluating.evaluated(midterm, neighbour)
    after, own_after = midterm.closes_at + timedelta(hours=1), midterm.closes_at + DAYS + arrival.OLDEST
    assert list(release.undecided(midterm, after)) == [neighbour]
    with pytest.raises(Refusal):
        evaluating.decided(midterm, mentorship, now=after)
    assert len(evaluating.released(midterm, now=after)) == 1
    evaluating.evaluated(midterm, mentorship, now=after)
    page = visit(mentor, reverse("evaluations:result", args=[midterm.pk, mentorship.pk]), after)
    assert [own for _evaluation, _answers, own in page.context["sheets"]] == [True]  # not the mentee's before release
    with pytest.raises(Refusal, match="released already"):
        release.start(midterm, by=organizer, now=after)
    assert [step.what for step in waiting_for(organizer, after, "release")] == []
    assert [step.what for step in waiting_for(organizer, own_after, "release")] == ["Release the midterm results"]
    with pytest.raises(Refusal, match="no decision yet"):
        release.start(midterm, by=organizer, now=own_after)
    evaluating.released(midterm, now=own_after)
    midterm.refresh_from_db()
    assert (midterm.released_at, Decision.objects.told().count()) == (after, 2)
    letters = Message.objects.filter(letter="evaluations/mail/results_for_mentors", channel="email")
    assert letters.filter(person=mentor).count() == 2
    with pytest.raises(Refusal, match="released already"):
        release.start(midterm, by=organizer, now=own_after)


def test_the_final_of_an_extended_one_completes_it_later(final, mentorship, neighbour, organizer, extend):
    extend(final.opens_at)
    evaluating.evaluated(final, neighbour)
    evaluating.released(final)
    mentorship.refresh_from_db()
    assert (mentorship.is_active, Certificate.objects.count()) == (True, 1)
    evaluating.evaluated(final, mentorship, now=final.closes_at + timedelta(days=3))
    evaluating.released(final, now=final.closes_at + DAYS + arrival.OLDEST)
    mentorship.refresh_from_db()
    assert (mentorship.is_completed, Certificate.objects.count()) == (True, 2)


def test_with_more_time_for_everybody_nothing_is_released(midterm, mentorship, organizer, extend, after):
    extend(midterm.opens_at)
    with pytest.raises(Refusal, match="more time"):
        release.start(midterm, by=organizer, now=after)
    midterm.refresh_from_db()
    assert midterm.released_at is None


def test_the_page_of_the_round_says_who_has_more_time(visit, midterm, mentorship, neighbour, organizer, extend, after):
    extend(midterm.opens_at)
    evaluating.evaluated(midterm, neighbour)
    evaluating.decided(midterm, neighbour, now=after)
    page = visit(organizer, midterm.get_absolute_url(), after)
    assert (page.context["longer"], page.context["can_release"], page.context["told"]["mentees"]) == (1, True, 1)
    chased = {duty.mentorship for _person, owed in page.context["chase_list"] for duty in owed}
    assert chased == {mentorship}
    evaluating.released(midterm, now=after)
    page = visit(organizer, midterm.get_absolute_url(), after)
    assert (page.context["longer"], page.context["deciding"]) == (1, False)
