"""The front door: what to do now, where the year stands, who is there. Only what may be told."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person

pytestmark = pytest.mark.django_db
LANDING = reverse("cohorts:landing")


def visit(client, now, *, by=None):
    with time_machine.travel(now, tick=False):
        if by:
            client.force_login(by.user)
        return client.get(LANDING)


def idea(cohort, mentor="Mira Finch", title="Faster parser"):
    now = cohorts.instant(cohort, "mentor_call", days=2)
    return cohorts.project(cohort, cohorts.mentor(cohort, person(mentor), now=now), now=now, title=title)


@pytest.mark.parametrize(
    ("kind", "line", "first"),
    [
        ("announcement", "Applications open", "Am I eligible?"),
        ("mentor_call", "Applications open", "Become a mentor"),
        ("applications", "Apply by", "Apply for a place"),
        ("contribution", "Mentees are announced", "See the projects"),
        ("midterm", "In week 9 of the program", "See the projects"),
    ],
)
def test_the_first_thing_to_do_depends_on_the_time_of_the_year(client, kind, line, first):
    cohort = cohorts.cohort()
    idea(cohort)

    season = visit(client, cohorts.instant(cohort, kind)).context["season"]

    assert (season.standing.line, season.first.title) == (line, first)


def test_whoever_writes_an_application_goes_on_with_it(client):
    cohort = cohorts.cohort()
    writer = person("Nia Okafor")
    now = cohorts.instant(cohort, "applications", days=1)
    cohort.applications.create(person=writer)

    assert visit(client, now, by=writer).context["season"].first.title == "Continue your application"


def test_a_cohort_that_takes_applications_comes_before_one_that_runs(client):
    running = cohorts.cohort("running")
    coming = cohorts.cohort("coming", kickoff=running.kickoff + timedelta(days=90))

    season = visit(client, cohorts.instant(coming, "applications", days=1)).context["season"]

    assert (season.cohort, season.standing.is_deadline) == (coming, True)


def test_without_a_cohort_the_page_still_says_what_the_program_is(client):
    page = client.get(LANDING)

    assert page.context["season"] is None
    assert "No cohort is announced yet" in page.content.decode()


def test_a_cohort_that_is_over_or_unpublished_is_nobodys_next_step(client):
    cohorts.cohort("secret", published=False)
    over = cohorts.cohort("over", kickoff=date(2020, 6, 15))

    assert visit(client, cohorts.instant(over, "follow_up_12")).context["season"] is None


def test_today_stands_between_what_is_under_way_and_what_is_to_come(client):
    cohort = cohorts.cohort()

    timeline = visit(client, cohorts.instant(cohort, "contribution")).context["timeline"]

    assert [(entry.phase.kind, entry.status, entry.follows_today) for entry in timeline] == [
        ("mentor_call", "past", False),
        ("applications", "past", False),
        ("review", "past", False),
        ("mentees_announced", "upcoming", True),
        ("program", "upcoming", False),
        ("midterm", "upcoming", False),
        ("final", "upcoming", False),
        ("recognition", "upcoming", False),
    ]


def test_only_published_projects_and_their_present_mentors_are_shown(client):
    cohort = cohorts.cohort()
    listed = idea(cohort)
    now = cohorts.instant(cohort, "mentor_call", days=3)
    waiting = cohorts.mentor(cohort, person("Wanda Waits"), now=now)
    cohorts.project(cohort, waiting, now=now, title="Not approved yet", approved=False)
    listed.mentors.create(person=person("Fara Former"), since=now, until=now)

    page = visit(client, now)

    assert (page.context["projects"], page.context["mentors"]) == ([listed], ["Mira Finch"])


def test_nobody_is_quoted_without_consent(client):
    cohort = cohorts.cohort()
    said = {"role": "mentee", "words": "It changed my year."}
    cohort.voices.create(name="Asked and agreed", consented_on=date(2027, 1, 1), published=True, **said)
    cohort.voices.create(name="Agreed and hidden", consented_on=date(2027, 1, 1), **said)
    cohort.voices.create(name="Never asked", **said)
    page = visit(client, cohorts.instant(cohort, "applications"))
    assert [voice.name for voice in page.context["voices"]] == ["Asked and agreed"]
    with pytest.raises(IntegrityError), transaction.atomic():
        cohort.voices.create(name="Never asked", published=True, **said)


def test_the_admin_asks_for_the_day_of_consent(client):
    cohort = cohorts.cohort()
    client.force_login(cohort.leads()[0].person.user)
    told = {"cohort": cohort.pk, "name": "Nia", "role": "mentee", "words": "Good.", "published": "on"}

    page = client.post(reverse("admin:cohorts_voice_add"), told)
    assert "Say when the person agreed." in page.content.decode()

    client.post(reverse("admin:cohorts_voice_add"), told | {"consented_on": "2027-01-01"})
    assert list(cohort.voices.values_list("name", flat=True)) == ["Nia"]


def test_organizers_quote_for_their_own_cohorts_only(client):
    mine, other = cohorts.cohort("mine"), cohorts.cohort("other")
    client.force_login(mine.leads()[0].person.user)
    told = {"cohort": other.pk, "name": "Nia", "role": "mentee", "words": "Good."}

    page = client.post(reverse("admin:cohorts_voice_add"), told)

    assert "not one of the available choices" in page.content.decode()
    assert not other.voices.exists()


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_has_constant_cost(client, count, django_assert_num_queries):
    cohort = cohorts.cohort()
    for number in range(count):
        idea(cohort, f"Mentor {number}", f"Idea {number}")
        cohort.voices.create(name="A", role="b", words="c", consented_on=date(2027, 1, 1), published=True)
    now = cohorts.instant(cohort, "applications", days=1)
    with django_assert_num_queries(9):
        page = visit(client, now)
    shown = [len(page.context[name]) for name in ("projects", "mentors", "voices")]
    assert shown == [min(count, 6), min(count, 12), 3]
    assert (page.context["more_projects"], page.context["more_mentors"]) == (count > 6, count > 12)
