from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from amp_portal.home import belongings
from amp_portal.outbox.models import Message
from amp_portal.todo import Reader
from amp_portal.users.models import User
from amp_portal.users.scenarios import person
from cohorts import navigation, schedule, sides
from cohorts.models import Cohort, MentorApplication, Phase
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant, mentor_answers, project
from tests.waiting import waiting_for

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cohort():
    return a_cohort(time_zone="Europe/Berlin")


@pytest.fixture
def lead(cohort):
    return cohort.leads().get().person


def send(client, method, name, cohort, now, by, **data):
    with time_machine.travel(now, tick=False):
        client.force_login(by.user)
        return getattr(client, method)(reverse(name, args=[cohort.slug]), data)


def fields(cohort, **changed):
    """What the schedule page shows in its form, with some of it typed over."""
    shown = {}
    for phase in Cohort.objects.get(pk=cohort.pk).phases.all():
        for edge in ("starts_at", "ends_at"):
            shown[f"{phase.kind}_{edge}"] = getattr(phase, edge).astimezone(cohort.zone).strftime("%Y-%m-%dT%H:%M")
    return shown | changed


def test_the_cockpit_says_where_the_cohort_stands_and_what_to_set_up(client, cohort, lead):
    response = send(client, "get", "cohorts:cockpit", cohort, instant(cohort, "midterm"), lead)
    assert [phase.kind for phase in response.context["current"]] == ["program", "midterm"]
    assert response.context["next"].kind == "final"
    assert [(check.text, check.is_done) for check in response.context["setup"]] == [
        ("Dates are set", True),
        ("A lead organizer is named", True),
        ("Participants can reach the lead", True),
        ("The Slack channel is linked", False),
        ("The GitHub Discussion is linked", False),
        ("The Code of Conduct is linked", True),
        ("The cohort is published", True),
    ]


def test_the_cockpit_puts_what_needs_somebody_on_top_the_most_urgent_first(client, cohort, lead):
    now = instant(cohort, "applications", days=1)
    call = instant(cohort, "mentor_call", days=1)
    MentorApplication.apply(cohort, person("Wanda Wish"), mentor_answers(), now=call)
    project(cohort, now=call, approved=False)
    office = {"person": lead, "channel": "email", "scope": f"cohort/{cohort.pk}", "created_at": now, "send_after": now}
    Message.objects.create(key="lost", letter="applications/mail/offered", state="failed", **office)
    page = send(client, "get", "cohorts:cockpit", cohort, now, lead)
    assert [(todo.topic, todo.count, todo.urgency) for todo in page.context["needs"]] == [
        ("Letters", 1, "late"),
        ("Mentors", 1, "late"),  # the call is over
        ("Project ideas", 1, "late"),
    ]
    assert [fact.title for fact in page.context["others"]] == [
        "Applications to screen",
        "Applications in review",
        "Mentorships",
        "Final evaluation",
        "Midterm evaluation",
    ]


def test_the_checklist_goes_when_everything_is_set_up(client, cohort, lead):
    now = instant(cohort, "midterm")
    assert send(client, "get", "cohorts:cockpit", cohort, now, lead).context["todo"]
    Cohort.objects.update(slack_url="https://example.org/slack", discussion_url="https://example.org/talk")
    page = send(client, "get", "cohorts:cockpit", cohort, now, lead)
    assert not page.context["todo"]
    assert "Setting it up" not in page.content.decode()


def test_every_organizers_page_leads_to_the_others(client, cohort, lead):
    now = instant(cohort, "midterm")
    pages = navigation.pages(cohort, now)
    assert [page.key for page in pages] == [
        "cockpit",
        "dates",
        "events",
        "people",
        "mentors",
        "projects",
        "applications",
        "reading",
        "shortlists",
        "selection",
        "statistics",
        "maintainers",
        "fairness",
        "mentorships",
        "attention",
        "evaluations",
        "recognition",
        "budget",
        "outcomes",
        "letters",
        "slack",
        "settings",
        "names",
    ]
    with time_machine.travel(now, tick=False):
        client.force_login(User.objects.create_superuser("root@example.org", "correct horse battery"))
        for page in pages[:-1]:  # name and links are in the admin
            answer = client.get(page.url)
            assert (answer.status_code, page.key) == (200, page.key)
            assert f'<a href="{page.url}" aria-current="page">{page.label}</a>' in answer.content.decode()


def test_the_cockpit_is_for_the_cohorts_organizers(client, cohort):
    now = instant(cohort, "midterm")
    other = a_cohort("other").leads().get().person
    answers = [
        send(client, "get", "cohorts:cockpit", cohort, now, somebody).status_code
        for somebody in (person("Stan Stranger"), other)
    ]
    assert answers == [403, 403]


def test_publishing_from_the_cockpit(client):
    cohort = a_cohort(published=False)
    now, lead = instant(cohort, "announcement"), cohort.leads().get().person
    send(client, "post", "cohorts:publish", cohort, now, lead)
    cohort.refresh_from_db()
    assert cohort.published_at == now


def test_publishing_is_refused_with_the_reason(client):
    cohort = a_cohort(published=False)
    now, lead = instant(cohort, "announcement"), cohort.leads().get().person
    Phase.objects.all().delete()
    send(client, "post", "cohorts:publish", cohort, now, lead)
    page = send(client, "get", "cohorts:cockpit", cohort, now, lead)
    assert "This cohort has no dates yet." in page.content.decode()
    assert Cohort.objects.get().published_at is None


def test_new_dates_are_shown_before_they_hold_and_told_afterwards(client, cohort, lead):
    now = instant(cohort, "applications")
    applicant = person("Al Applicant")
    sides.take_contributor_side(cohort, applicant)
    typed = fields(cohort, midterm_ends_at="2027-08-25T23:59")

    preview = send(client, "post", "cohorts:schedule", cohort, now, lead, **typed)
    assert [(shift.kind, shift.ends_at) for shift in preview.context["preview"]] == [
        ("midterm", datetime(2027, 8, 25, 21, 59, tzinfo=UTC))
    ]
    assert preview.context["touched"] == [("organizers", 1), ("applicants", 1)]
    assert cohort.window("midterm").ends_at == datetime(2027, 8, 22, 21, 59, tzinfo=UTC)

    typed |= {"confirm": "1", "revision": preview.context["revision"]}
    send(client, "post", "cohorts:schedule", cohort, now, lead, **typed)
    assert cohort.window("midterm").ends_at == datetime(2027, 8, 25, 21, 59, tzinfo=UTC)
    assert sorted(Message.objects.filter(channel="email").values_list("person__name", flat=True)) == [
        "Al Applicant",
        "Lea Lindqvist",
    ]
    again = send(client, "post", "cohorts:schedule", cohort, now, lead, **typed)  # a second click
    assert again.context["nothing_moves"]
    assert cohort.changes.count() == 1


def test_what_the_rules_forbid_stands_beside_the_field(client, cohort, lead):
    now = instant(cohort, "applications", days=1)
    typed = fields(cohort, applications_starts_at="2027-05-12T00:00", applications_ends_at="2027-05-29T23:59")
    response = send(client, "post", "cohorts:schedule", cohort, now, lead, confirm="1", **typed)
    assert response.context["form"].errors == {
        "applications_ends_at": ["“Applications” has opened, so its close can only move later."]
    }
    assert response.context["form"]["applications_starts_at"].field.disabled
    assert cohort.changes.count() == 0


def test_what_has_begun_is_shown_and_not_asked_for(client, cohort, lead):
    page = send(client, "get", "cohorts:schedule", cohort, instant(cohort, "applications", days=1), lead)
    parts = [(str(title), rows) for title, rows in page.context["form"].parts()]
    assert [(title, len(rows)) for title, rows in parts] == [
        ("Getting ready", 2),
        ("Applications and selection", 5),
        ("The program", 4),
        ("Afterwards", 4),
    ]
    locked = [row.entry.phase.kind for _title, rows in parts for row in rows if row.opens is None]
    assert locked == ["announcement", "mentor_call", "applications"]


def test_only_reminders_that_have_not_gone_out_move(client, cohort, lead):
    midterm = cohort.window("midterm")
    typed = fields(cohort, midterm_starts_at="2027-08-14T00:00")  # was 12 August

    def moving(days):
        now = midterm.starts_at - timedelta(days=days)
        page = send(client, "post", "cohorts:schedule", cohort, now, lead, **typed)
        return [what for _phase, what, _before, _after in page.context["reminders"]]

    assert len(moving(11)) == 4
    assert moving(4) == ["letter that the evaluation is open", "letter to who has not submitted"]


def test_what_was_seen_is_what_is_confirmed(client, cohort, lead):
    now = instant(cohort, "applications")
    typed = fields(cohort, midterm_ends_at="2027-08-25T23:59")
    del typed["announcement_starts_at"], typed["mentor_call_starts_at"], typed["applications_starts_at"]  # locked
    preview = send(client, "post", "cohorts:schedule", cohort, now, lead, **typed)
    again = dict(preview.context["form"].typed())
    assert again == typed
    send(client, "post", "cohorts:schedule", cohort, now, lead, confirm="1", revision="0", **again)
    assert cohort.window("midterm").ends_at == datetime(2027, 8, 25, 21, 59, tzinfo=UTC)


def test_a_preview_that_somebody_else_overtook_is_refused(client, cohort, lead):
    now = instant(cohort, "applications")
    seen = schedule.revision(cohort)
    midterm = cohort.window("midterm")
    schedule.reschedule(cohort, {"midterm": (midterm.starts_at, midterm.ends_at + DAY)}, by=None, now=now)
    typed = fields(cohort, midterm_ends_at="2027-08-25T23:59", confirm="1", revision=str(seen))
    response = send(client, "post", "cohorts:schedule", cohort, now, lead, **typed)
    assert "meanwhile" in str(response.context["form"].non_field_errors())
    assert cohort.window("midterm").ends_at == midterm.ends_at + DAY


@pytest.mark.parametrize("count", [3, 30])
def test_the_cockpit_and_the_schedule_have_constant_cost(client, cohort, lead, count, django_assert_num_queries):
    now = instant(cohort, "mentor_call")
    midterm = cohort.window("midterm")
    for number in range(count):
        moved = (midterm.starts_at, midterm.ends_at + (number + 1) * DAY)
        schedule.reschedule(cohort, {"midterm": moved}, by=lead, now=now)
        sides.give_organizer(cohort, person(f"Organizer {number}"), now=now)
    with time_machine.travel(now, tick=False):
        client.force_login(lead.user)
        with django_assert_num_queries(10):  # two of them ask what phases hold
            client.get(reverse("cohorts:schedule", args=[cohort.slug]))
        with django_assert_num_queries(26):
            client.get(reverse("cohorts:cockpit", args=[cohort.slug]))


_SECOND_FACTOR = "You can open other people’s applications and evaluations. A second factor keeps others out."


def test_an_organizers_home_page_leads_to_their_cohorts(cohort, lead):
    draft = a_cohort("amp-2028", kickoff=date(2028, 6, 15), lead=lead, published=False)
    over = a_cohort("amp-2020", kickoff=date(2020, 6, 15), lead=lead)
    now = instant(cohort, "midterm")
    steps = waiting_for(lead, now)
    assert [(step.what, step.text) for step in steps] == [
        (f"Set up {draft.name}", "Dates, links and a lead organizer; then publish it."),
        ("Set up two-factor sign-in", _SECOND_FACTOR),
    ]
    assert [(group.title, group.is_over, group.places[0].state) for group in belongings(Reader(lead, now))] == [
        (draft.name, False, "next: Announcement"),
        (cohort.name, False, "Midterm evaluations"),
        (over.name, True, ""),
    ]


def test_a_new_portal_leads_its_superuser_to_the_first_cohort():
    root = User.objects.create_superuser("root@example.org", "correct horse battery").person
    now = datetime(2027, 1, 1, tzinfo=UTC)
    own = reverse("second_factor:required")
    assert [step.link for step in waiting_for(root, now)] == [reverse("admin:cohorts_cohort_add"), own]
    a_cohort()
    assert [step.link for step in waiting_for(root, now)] == [own]
