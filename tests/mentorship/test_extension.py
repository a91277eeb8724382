from datetime import timedelta

import pytest
from django.urls import reverse

import cohorts.scenarios as cohorts
import mentorship.scenarios as mentoring
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from applications import eligibility
from applications.models import Application
from cohorts import schedule
from cohorts.models import Cohort, Phase
from mentorship import silence
from mentorship.models import Extension, OwnWindow, Step

WHY = "Three weeks of illness."


def later(mentorship, days):
    return mentorship.ends_at + timedelta(days=days)


def extend(mentorship, organizer, now, days=14, **given):
    return mentorship.extend(by=organizer, ends_at=later(mentorship, days), now=now, **({"reason": WHY} | given))


def told():
    mail = Message.objects.filter(letter="mentorship/mail/extended", channel="email")
    return sorted(mail.values_list("person__name", flat=True))


def test_all_later_dates_move_in_one_step(mentorship, organizer, mentor, day):
    cohort, was = mentorship.cohort, mentorship.ends_at
    extension = extend(mentorship, organizer, day(30), words="Get well first.")
    mentorship.refresh_from_db()
    assert mentorship.ends_at == was + timedelta(days=14)
    for kind in ("midterm", "final"):
        own, phase = mentorship.window(kind), cohort.phase(kind)
        assert (own.starts_at - phase.starts_at, own.ends_at - phase.ends_at) == (timedelta(days=14),) * 2
    assert [(shift.kind, shift.ends_at) for shift in extension.shifts] == [
        ("program", mentorship.ends_at),
        ("midterm", mentorship.window("midterm").ends_at),
        ("final", mentorship.window("final").ends_at),
    ]
    assert (extension.by, extension.reason, extension.was) == (organizer, WHY, was)
    assert told() == sorted([mentorship.mentee.name, mentor.name])


def test_what_has_opened_keeps_its_opening_and_a_closed_midterm_stays_closed(mentorship, organizer):
    midterm, final = (mentorship.cohort.phase(kind) for kind in ("midterm", "final"))
    extend(mentorship, organizer, midterm.starts_at)
    own = mentorship.window("midterm")
    assert (own.starts_at, own.ends_at) == (midterm.starts_at, midterm.ends_at + timedelta(days=14))
    extend(mentorship, organizer, own.ends_at, days=7)
    assert mentorship.window("midterm") == own
    assert mentorship.window("final").starts_at == final.starts_at + timedelta(days=21)


def test_a_final_that_has_closed_opens_again(mentorship, organizer):
    final = mentorship.cohort.phase("final")
    now = final.ends_at + timedelta(days=3)
    extend(mentorship, organizer, now)
    own = mentorship.window("final")
    assert (own.starts_at, own.is_open(now)) == (final.starts_at, True)


def test_days_are_the_cohorts_across_a_change_of_clocks(db):
    cohort = cohorts.cohort(time_zone="Europe/Berlin")  # 18 weeks from June: clocks change at the end of October
    mentorship = mentoring.mentorship(cohort)
    lead = cohort.leads()[0].person
    mentorship.extend(by=lead, ends_at=later(mentorship, 28), reason=WHY, now=mentorship.starts_at)
    closes = [mentorship.window("final").ends_at, cohort.phase("final").ends_at]
    assert {instant.astimezone(cohort.zone).time() for instant in closes} == {closes[1].astimezone(cohort.zone).time()}


def test_milestones_ahead_move_by_whole_weeks(mentorship, organizer, day):
    first, *rest = mentorship.milestones.all()
    first.finish(by=mentorship.mentee, now=day(10))
    weeks = {milestone.pk: milestone.week for milestone in rest}
    extend(mentorship, organizer, day(1 + 7 * (rest[0].week - 1)), days=16)
    moved = {milestone.pk: milestone.week for milestone in mentorship.milestones.exclude(pk=first.pk)}
    assert moved == {pk: week + 2 for pk, week in weeks.items()}
    assert mentorship.milestones.get(pk=first.pk).week == first.week
    assert rest[0].moves.last().by == organizer


@pytest.mark.parametrize("days", [-1, 0, 200])
def test_it_only_gets_later_and_not_by_half_a_year(mentorship, organizer, day, days):
    with pytest.raises(Refusal):
        extend(mentorship, organizer, day(30), days=days)
    assert not Extension.objects.exists()


def test_only_organizers_extend_with_a_reason_and_only_what_runs(mentorship, organizer, mentor, mentee, day):
    for by, given in ((mentor, {}), (mentee, {}), (organizer, {"reason": " "}), (organizer, {"seen": 7})):
        with pytest.raises(Refusal):
            extend(mentorship, by, day(30), **given)
    mentorship.end_early("withdrawn", by=organizer, now=day(31), reason="They asked.")
    with pytest.raises(Refusal):
        extend(mentorship, organizer, day(32))
    assert (Extension.objects.count(), OwnWindow.objects.count(), told()) == (0, 0, [])


def test_the_second_of_two_organizers_looks_again(mentorship, organizer, day):
    extend(mentorship, organizer, day(30), seen=0)
    with pytest.raises(Refusal, match="Somebody else"):
        extend(mentorship, organizer, day(30), seen=0)
    assert Extension.objects.count() == 1


def test_updates_go_on_until_the_new_end(mentorship, organizer, day):
    weeks, was = mentorship.weeks, mentorship.ends_at
    extend(mentorship, organizer, day(30))
    assert (mentorship.weeks, mentorship.week_at(was + timedelta(days=8))) == (weeks + 2, weeks + 2)
    assert mentorship.update_due(was + timedelta(days=1), []) == mentorship.ends_at


def test_silence_is_looked_after_until_the_new_end(mentorship, organizer, day):
    was = mentorship.ends_at
    mentoring.update(mentorship, was - timedelta(days=3))
    mentoring.answer(mentorship, mentorship.entries.last(), was - timedelta(days=2))
    extend(mentorship, organizer, was - timedelta(days=1))
    silence.sweep(was + timedelta(days=7))
    assert Step.objects.count() == 1


def test_the_run_and_the_place_last_as_long(mentorship, organizer, mentee, day):
    cohort, was = mentorship.cohort, Cohort.objects.with_run().get().run_ends
    extend(mentorship, organizer, day(30), days=40)
    run = Cohort.objects.with_run().get()
    assert (run.run_ends, run.final_closes) == (mentorship.window("final").ends_at, was)
    place = cohort.participations.get(person=mentee)
    assert place.until == run.run_ends.astimezone(cohort.zone).date()
    assert cohort.runs(was + timedelta(days=1))
    mentorship.end_early("withdrawn", by=organizer, now=day(60), reason="They asked.")
    assert Cohort.objects.with_run().get().run_ends == was


def test_eligibility_sees_the_longer_time(mentorship, organizer, mentee, day):
    """A later cohort whose run would begin after this one's, but for the extension."""
    application = Application.objects.get(mentorship=mentorship)
    Application.objects.update(rechecked_at=day(30))
    kickoff = (mentorship.ends_at + timedelta(days=10)).date()
    other = cohorts.cohort("later", kickoff=kickoff)
    rule = "not_already_placed"

    def outcome(now):
        return eligibility.judge(eligibility.facts_on(mentee, other, now)).outcomes[rule]

    assert outcome(day(30)) == "pass"
    extend(mentorship, organizer, day(30), days=30)
    assert outcome(day(31)) == "fail"
    application.refresh_from_db()
    assert application.rechecked_at is None


def test_what_was_promised_stays_when_the_cohorts_dates_move(mentorship, organizer, mentee, day):
    extend(mentorship, organizer, day(30))
    cohort, promised = mentorship.cohort, mentorship.ends_at
    phases = {kind: cohort.phase(kind) for kind in ("program", "midterm", "final", "recognition")}

    def move(days):
        moved = {
            kind: (phase.starts_at + timedelta(days=days if kind != "program" else 0), phase.ends_at + timedelta(days))
            for kind, phase in phases.items()
        }
        schedule.reschedule(Cohort.objects.get(pk=cohort.pk), moved, by=organizer, now=day(31))
        mentorship.refresh_from_db()

    move(7)
    assert (mentorship.ends_at, mentorship.window("final").ends_at) == (
        promised,
        phases["final"].ends_at + timedelta(days=14),
    )
    move(21)
    assert (mentorship.ends_at, OwnWindow.objects.count()) == (promised + timedelta(days=7), 0)
    place = cohort.participations.get(person=mentee)
    assert place.extended_until is None
    assert mentorship.window("midterm") == cohort.phases.get(kind=Phase.Kind.MIDTERM)


def test_the_page_shows_first_what_moves_then_moves_it(at, mentorship, organizer, mentor, day):
    client, url = at(day(30), organizer), reverse("mentorship:extend", args=[mentorship.pk])
    last_day = later(mentorship, 14).date()
    data = {"last_day": last_day.isoformat(), "reason": WHY, "words": "Take your time.", "seen": "0"}
    page = client.post(url, data)
    preview = page.context["preview"]
    assert (preview["ends_at"], Extension.objects.count()) == (later(mentorship, 14), 0)
    assert len(preview["reminders"]) == 8  # both ladders, four rungs each
    assert [name.name for name in preview["people"]] == [mentorship.mentee.name, mentor.name]
    assert client.post(url, data | {"confirm": "yes"}).url == mentorship.get_absolute_url()
    again = client.post(url, data | {"confirm": "yes"})  # a second click
    assert (again.status_code, Extension.objects.count(), len(told())) == (422, 1, 2)


@pytest.mark.parametrize("last_day", ["", "2027-02-30", "1999-01-01", "9999-12-31", "0001-01-01"])
def test_a_day_that_can_not_be_is_said_beside_the_field(at, mentorship, organizer, day, last_day):
    client = at(day(30), organizer)
    url = reverse("mentorship:extend", args=[mentorship.pk])
    page = client.post(url, {"last_day": last_day, "reason": WHY, "seen": "0", "confirm": "yes"})
    assert (page.status_code, "last_day" in page.context["form"].errors) == (422, True)


def test_why_is_for_organizers_the_words_for_everybody(at, mentorship, organizer, mentee, mentor, day):
    extend(mentorship, organizer, day(30), words="Take your time.")
    for who, reads in ((organizer, WHY), (mentee, "Take your time."), (mentor, "Take your time.")):
        page = at(day(31), who).get(mentorship.get_absolute_url()).content.decode()
        assert [words for words in (WHY, "Take your time.") if words in page] == [reads]
