from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.urls import reverse
from django.utils import timezone

from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import schedule, sides
from cohorts.models import Cohort, Participation
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cohort():
    return a_cohort(time_zone="Europe/Berlin")


@pytest.fixture
def lead(cohort):
    return cohort.leads().get().person


def window(cohort, kind):
    phase = Cohort.objects.get(pk=cohort.pk).window(kind)
    return phase.starts_at, phase.ends_at


def test_an_open_window_closes_later_but_never_earlier(cohort, lead):
    opens, closes = window(cohort, "applications")
    now = opens + DAY
    schedule.reschedule(cohort, {"applications": (opens, closes + DAY)}, by=lead, now=now)
    assert window(cohort, "applications") == (opens, closes + DAY)
    with pytest.raises(Refusal, match="only move later"):
        schedule.reschedule(cohort, {"applications": (opens, closes)}, by=lead, now=now)
    assert window(cohort, "applications") == (opens, closes + DAY)


@pytest.mark.parametrize("days", [-1, 1])
def test_an_open_window_keeps_its_opening(cohort, lead, days):
    opens, closes = window(cohort, "applications")
    with pytest.raises(Refusal, match="opening stays"):
        schedule.reschedule(cohort, {"applications": (opens + days * DAY, closes)}, by=lead, now=opens)
    assert window(cohort, "applications") == (opens, closes)


def test_a_window_to_come_moves_freely_but_not_into_the_past(cohort, lead):
    opens, closes = window(cohort, "midterm")
    now = opens - 20 * DAY
    schedule.reschedule(cohort, {"midterm": (opens - DAY, closes - DAY)}, by=lead, now=now)
    assert window(cohort, "midterm") == (opens - DAY, closes - DAY)
    with pytest.raises(Refusal, match="in the past"):
        schedule.reschedule(cohort, {"midterm": (now - DAY, closes)}, by=lead, now=now)


@pytest.mark.parametrize(
    ("kind", "days", "reason"),
    [("midterm", (0, -30), "close after it opens"), ("review", (-30, 0), "Review and shortlist")],
)
def test_dates_have_to_make_sense(cohort, lead, kind, days, reason):
    opens, closes = window(cohort, kind)
    moved = (opens + days[0] * DAY, closes + days[1] * DAY)
    with pytest.raises(Refusal, match=reason):
        schedule.reschedule(cohort, {kind: moved}, by=lead, now=instant(cohort, "announcement"))


def test_before_publication_dates_are_free():
    cohort = a_cohort(published=False)
    opens, closes = window(cohort, "announcement")
    schedule.reschedule(cohort, {"announcement": (opens - 9 * DAY, closes - 9 * DAY)}, by=None, now=closes + DAY)
    assert window(cohort, "announcement") == (opens - 9 * DAY, closes - 9 * DAY)
    assert Message.objects.count() == 0


def test_moving_the_program_moves_kickoff(cohort, lead):
    opens, closes = window(cohort, "program")
    schedule.reschedule(cohort, {"program": (opens + DAY, closes)}, by=lead, now=instant(cohort, "applications"))
    assert str(Cohort.objects.get().kickoff) == "2027-06-16"


def test_a_revision_that_somebody_else_overtook_is_refused(cohort, lead):
    opens, closes = window(cohort, "midterm")
    now = instant(cohort, "applications")
    change = schedule.reschedule(cohort, {"midterm": (opens, closes + DAY)}, by=lead, now=now, seen=0)
    with pytest.raises(Refusal, match="meanwhile"):
        schedule.reschedule(cohort, {"midterm": (opens, closes + 2 * DAY)}, by=lead, now=now, seen=0)
    assert schedule.reschedule(cohort, {"midterm": (opens, closes + DAY)}, by=lead, now=now, seen=change.pk) is None


def test_everybody_concerned_is_told_once_per_revision(cohort, lead):
    mentor, applicant, gone = person("Mo Mentor"), person("Al Applicant"), person("Gus Gone")
    known = person("Kit Known", account=False)
    now = instant(cohort, "applications")
    sides.give_mentor(cohort, mentor, now=now)
    for contributor in (applicant, known):
        sides.take_contributor_side(cohort, contributor)
    Participation.objects.create(cohort=cohort, person=gone)
    opens, closes = window(cohort, "midterm")

    first = schedule.reschedule(cohort, {"midterm": (opens + DAY, closes + DAY)}, by=lead, now=now)
    schedule.reschedule(cohort, {"midterm": (opens + DAY, closes + DAY)}, by=lead, now=now)  # nothing moves
    second = schedule.reschedule(cohort, {"midterm": (opens + DAY, closes + 2 * DAY)}, by=lead, now=now)

    told = Message.objects.filter(letter="cohorts/mail/schedule_changed", channel="email")
    assert sorted(told.values_list("object_id", "person__name")) == [
        (change.pk, name) for change in (first, second) for name in ("Al Applicant", "Lea Lindqvist", "Mo Mentor")
    ]
    assert set(told.values_list("scope", flat=True)) == {f"cohort/{cohort.pk}"}
    assert [(shift.kind, shift.moves_opening, shift.moves_closing) for shift in second.shifts] == [
        ("midterm", False, True)
    ]
    assert (second.by, second.at) == (lead, now)


def test_the_letter_names_old_and_new_dates_in_the_readers_zone(cohort, lead):
    opens, closes = window(cohort, "midterm")
    now = instant(cohort, "applications")
    change = schedule.reschedule(cohort, {"midterm": (opens, closes + DAY)}, by=lead, now=now)
    with timezone.override(ZoneInfo("America/New_York")):
        text = (
            engines["letters"]
            .get_template("cohorts/mail/schedule_changed.md")
            .render({"about": change, "reader": lead, "site_url": "https://amp.example.org"})
        )
    assert text == (
        "Subject: New dates in AMP 2027\n\n"
        "Hello Lea Lindqvist,\n\n"
        "some dates of AMP 2027 have changed:\n\n"
        "**Midterm evaluations**\n"
        "- closes 23 August 2027, 17:59 EDT (23 August 2027, 23:59 CEST) (it was 22 August 2027, 17:59 EDT)\n\n"
        "Everything else stays as it is, and a calendar you subscribed to moves by itself.\n\n"
        "See the whole schedule:\n"
        "https://amp.example.org/cohorts/amp-2027/\n"
    )


def test_an_instant_is_kept_to_the_second(cohort, lead):
    opens, closes = window(cohort, "midterm")
    odd = datetime(2027, 8, 22, 12, 34, 56, tzinfo=UTC)
    change = schedule.reschedule(cohort, {"midterm": (opens, odd)}, by=lead, now=instant(cohort, "program"))
    assert change.shifts[0].was == (opens, closes)
    assert change.shifts[0].ends_at == window(cohort, "midterm")[1] == odd


@pytest.mark.parametrize("typed", ["9999-12-31T23:59", "0001-01-01T00:00", "soon"])
def test_a_day_no_calendar_has_is_a_message_beside_the_field(client, cohort, lead, typed):
    """Some zone has no such day: the form says so, no page breaks."""
    client.force_login(lead.user)
    form = client.get(reverse("cohorts:schedule", args=[cohort.slug])).context["form"]
    dates = [(form[name], field.widget) for name, field in form.fields.items() if name.endswith("s_at")]
    data = {bound.name: widget.format_value(bound.value()) for bound, widget in dates}
    response = client.post(reverse("cohorts:schedule", args=[cohort.slug]), data | {"follow_up_12_ends_at": typed})
    assert list(response.context["form"].errors) == ["follow_up_12_ends_at"]
