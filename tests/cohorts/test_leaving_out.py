"""A phase that PROGRAM lets be left out (docs/program.md) is left out or brought in on the schedule's page."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import engines
from django.urls import reverse
from django.utils import timezone

import applications.scenarios as applying
import cohorts.scenarios as cohorts
import mentorship.scenarios as mentoring
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import schedule, sides
from cohorts.models import Cohort, Participation, Phase
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant
from evaluations.models import FollowUp

pytestmark = pytest.mark.django_db
Kind = Phase.Kind
DAY = timedelta(days=1)


@pytest.fixture
def cohort():
    return a_cohort(time_zone="Europe/Berlin")


@pytest.fixture
def lead(cohort):
    return cohort.leads().get().person


def kinds(cohort):
    return set(cohort.phases.values_list("kind", flat=True))


def shown(page):
    """What its form would send if nobody touched it: no tick, nothing that is locked."""
    return {
        name: field.widget.format_value(page.context["form"][name].value()) or ""
        for name, field in page.context["form"].fields.items()
        if not field.disabled and name.endswith("s_at")
    }


@pytest.fixture
def send(client):
    def send(cohort, now, by, **changed):
        """Open the page, change these fields, press the button."""
        url = reverse("cohorts:schedule", args=[cohort.slug])
        with time_machine.travel(now, tick=False):
            client.force_login(by.user)
            return client.post(url, shown(client.get(url)) | changed)

    return send


def confirmed(send, cohort, now, by, **changed):
    return send(cohort, now, by, confirm="1", revision=str(schedule.revision(cohort)), **changed)


@pytest.mark.parametrize("kind", Phase.OPTIONAL)
def test_an_unpublished_cohort_leaves_a_phase_out_and_brings_it_in_again(send, kind):
    cohort = a_cohort(published=False)
    lead, now = cohort.leads().get().person, instant(cohort, "program")
    window = cohort.window(kind)

    preview = send(cohort, now, lead, **{f"{kind}_left_out": "on"})
    assert [(shift.kind, shift.now) for shift in preview.context["preview"]] == [(kind, None)]
    assert kind in kinds(cohort)  # nothing is changed before it is confirmed

    confirmed(send, cohort, now, lead, **{f"{kind}_left_out": "on"})
    assert kinds(cohort) == {*Kind} - {kind}

    confirmed(send, cohort, now, lead, **{f"{kind}_brought_in": "on"})  # with the dates that stand there
    again = cohort.phases.get(kind=kind)
    assert (again.starts_at, again.ends_at) == (window.starts_at, window.ends_at)
    assert Message.objects.count() == 0


def test_a_phase_is_brought_in_with_dates_of_its_own(send):
    cohort = a_cohort(published=False)
    lead, now = cohort.leads().get().person, instant(cohort, "mentor_call")
    cohort.phases.filter(kind="bonding").delete()
    dates = {"bonding_starts_at": "2027-06-14T10:00", "bonding_ends_at": "2027-06-20T10:00"}

    untold = send(cohort, now, lead, **dates)
    assert untold.context["form"].errors == {
        "bonding_brought_in": ["Tick this to bring it in. Or leave its dates as they were."]
    }
    assert 'value="2027-06-14T10:00"' in untold.content.decode()

    confirmed(send, cohort, now, lead, bonding_brought_in="on", **dates)
    bonding = cohort.phases.get(kind="bonding")
    assert (bonding.starts_at, bonding.ends_at) == (
        datetime(2027, 6, 14, 10, tzinfo=UTC),
        datetime(2027, 6, 20, 10, tzinfo=UTC),
    )


def test_whoever_brings_a_phase_in_says_when(send, cohort, lead):
    cohort.phases.filter(kind="bonding").delete()
    now = instant(cohort, "program", days=-1)  # the usual dates would have begun: none are suggested
    page = send(cohort, now, lead, bonding_brought_in="on")
    assert page.context["form"].errors == {
        "bonding_starts_at": ["This field is required."],
        "bonding_ends_at": ["This field is required."],
    }
    late = send(
        cohort, now, lead, bonding_brought_in="on", bonding_starts_at="2027-06-13T08:00", bonding_ends_at="2027-07-01"
    )
    assert late.context["form"].errors == {"bonding_starts_at": ["“Community bonding” can't open in the past."]}


def test_what_is_brought_in_keeps_the_order_of_the_phases(send, cohort, lead):
    cohort.phases.filter(kind__in=["contribution", "follow_up_6"]).delete()
    now = instant(cohort, "mentor_call")
    dates = {"contribution_starts_at": "2027-06-11T08:00", "contribution_ends_at": "2027-06-12T08:00"}
    page = send(cohort, now, lead, contribution_brought_in="on", **dates)
    assert page.context["form"].errors == {
        "contribution_starts_at": ["“Final selection” can't open before “Contribution period”."]
    }
    dates = {"follow_up_6_starts_at": "2027-06-11T08:00", "follow_up_6_ends_at": "2027-06-12T08:00"}
    page = send(cohort, now, lead, follow_up_6_brought_in="on", **dates)
    assert list(page.context["form"].errors) == ["follow_up_6_starts_at"]


def test_a_published_cohort_shows_who_is_affected_and_tells_them_once(send, cohort, lead):
    now = instant(cohort, "applications")
    applicant = person("Al Applicant")
    sides.take_contributor_side(cohort, applicant)

    preview = send(cohort, now, lead, contribution_left_out="on")
    assert preview.context["touched"] == [("organizers", 1), ("applicants", 1)]
    confirmed(send, cohort, now, lead, contribution_left_out="on")
    again = confirmed(send, cohort, now, lead, contribution_left_out="on")  # a second click

    assert again.context["nothing_moves"]
    assert kinds(cohort) == {*Kind} - {"contribution"}
    change = cohort.changes.get()
    assert (change.by, change.moved[0]["now"]) == (lead, [])
    told = Message.objects.filter(letter="cohorts/mail/schedule_changed", channel="email")
    assert sorted(told.values_list("person__name", flat=True)) == ["Al Applicant", "Lea Lindqvist"]


def test_the_email_says_what_is_left_out_and_what_is_new(cohort, lead):
    now = instant(cohort, "applications")
    cohort.phases.filter(kind="contribution").delete()
    brought = datetime(2027, 6, 2, 10, tzinfo=UTC), datetime(2027, 6, 9, 10, tzinfo=UTC)
    change = schedule.reschedule(cohort, {"bonding": None, "contribution": brought}, by=lead, now=now)
    with timezone.override(ZoneInfo("Europe/Berlin")):
        text = engines["letters"].get_template("cohorts/mail/schedule_changed.md")
        text = text.render({"about": change, "reader": lead, "site_url": "https://amp.example.org"})
    assert (
        "**Community bonding**\n"
        "- is left out (it was 12 June 2027, 23:59 CEST to 5 July 2027, 23:59 CEST)\n\n"
        "**Contribution period**\n"
        "- opens 2 June 2027, 12:00 CEST\n"
        "- closes 9 June 2027, 12:00 CEST\n"
    ) in text


def test_reminders_that_are_not_sent_any_more_are_named(send, cohort, lead):
    page = send(cohort, instant(cohort, "applications"), lead, follow_up_6_left_out="on")
    assert [(phase, what, after) for phase, what, _before, after in page.context["reminders"]] == [
        ("Follow-up after 6 months", "questions to former mentees", None)
    ]
    assert "not sent" in page.content.decode()


def test_former_mentees_are_affected_as_long_as_they_would_be_asked(send, cohort, lead):
    mentoring.mentorship(cohort)
    Participation.objects.filter(person__name="Mel Mentee").update(outcome=Participation.Outcome.COMPLETED)
    now = instant(cohort, "recognition", edge="ends_at")
    page = send(cohort, now, lead, follow_up_12_left_out="on")
    assert page.context["touched"] == [("organizers", 1), ("mentors", 1), ("former mentees", 1)]


def test_a_window_that_has_opened_cant_be_left_out(send, cohort, lead):
    now = instant(cohort, "contribution")
    page = send(cohort, now, lead, contribution_left_out="on")
    reason = "“Contribution period” has opened, so it can't be left out."
    assert page.context["form"].errors == {"contribution_left_out": [reason]}
    assert 'id="id_contribution_left_out"' in page.content.decode()  # the error's link leads there
    with pytest.raises(Refusal, match=reason):
        schedule.reschedule(cohort, {"contribution": None}, by=lead, now=now)


@pytest.mark.parametrize("kind", sorted({*Kind} - {*Phase.OPTIONAL}))
@pytest.mark.parametrize("published", [True, False])
def test_a_cohort_cant_do_without_the_others(kind, published):
    cohort = a_cohort(published=published)
    with pytest.raises(Refusal, match="can't do without"):
        schedule.reschedule(cohort, {kind: None}, by=None, now=instant(cohort, "announcement", days=-1))
    assert kinds(cohort) == {*Kind}


def test_a_missing_phase_is_brought_in_before_publishing(send):
    cohort = a_cohort(published=False)
    lead, now = cohort.leads().get().person, instant(cohort, "mentor_call")
    cohort.phases.filter(kind="midterm").delete()
    confirmed(send, cohort, now, lead, midterm_brought_in="on")
    assert kinds(cohort) == {*Kind}


def test_a_contribution_period_with_logged_contributions_stays(send):
    cohort = a_cohort()
    project = cohorts.project(cohort, now=instant(cohort, "mentor_call"))
    now, lead = instant(cohort, "contribution", days=1), cohort.leads().get().person
    opening, reviewing = instant(cohort, "applications", days=2), instant(cohort, "review", days=1)
    applying.fresh_roster(opening)
    applying.fresh_roster(reviewing)
    application = applying.in_review(cohort, projects=[project], now=opening)
    applying.shortlisted(cohort, application, projects=[project], now=reviewing)
    applying.logged(application, "Merged two fixes.", now=now)
    Cohort.objects.filter(pk=cohort.pk).update(published_at=None)  # or it would stay for having opened

    page = send(cohort, now, lead, contribution_left_out="on")
    reason = "Contributions are logged or final reviews written in it, so it stays."
    assert page.context["form"].errors == {"contribution_left_out": [reason]}
    assert "contribution" in kinds(cohort)
    assert "contribution_left_out" not in [row.choice and row.choice.name for row in rows(send(cohort, now, lead))]


def rows(page):
    return [row for _title, found in page.context["form"].parts() for row in found]


def test_a_follow_up_that_was_sent_stays(cohort, lead):
    mentorship = mentoring.mentorship(cohort=cohort)
    now = instant(cohort, "follow_up_3")
    FollowUp.objects.create(mentorship=mentorship, months=3, asked_at=now, closes_at=now + DAY)
    Cohort.objects.filter(pk=cohort.pk).update(published_at=None)
    with pytest.raises(Refusal, match="Former mentees have been asked"):
        schedule.reschedule(cohort, {"follow_up_3": None}, by=lead, now=now)
    schedule.reschedule(cohort, {"follow_up_6": None}, by=lead, now=now)


def test_what_was_typed_is_kept_where_somebody_else_was_quicker(send, cohort, lead):
    now = instant(cohort, "applications")
    schedule.reschedule(cohort, {"bonding": None}, by=None, now=now)
    page = send(cohort, now, lead, confirm="1", revision="0", midterm_ends_at="2027-08-25T23:59")
    assert page.context["form"].non_field_errors() == [
        "Somebody else has changed the dates or settings meanwhile. Please look at them again."
    ]
    assert 'value="2027-08-25T23:59"' in page.content.decode()
    assert cohort.changes.count() == 1


def test_nothing_is_brought_into_an_imported_cohort(client, cohort, lead):
    cohort.phases.exclude(kind="program").delete()
    Cohort.objects.filter(pk=cohort.pk).update(imported=True)
    client.force_login(lead.user)
    page = client.get(reverse("cohorts:schedule", args=[cohort.slug]))
    assert [row.label for row in rows(page)] == ["Program"]
