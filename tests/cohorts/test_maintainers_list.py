"""Organizers see at once when the maintainers list can't be relied on; a lead says whether half of one is whole."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from amp_portal.roster import apply
from amp_portal.roster.errors import RosterError
from amp_portal.roster.models import Attempt, Held, Maintainer, Snapshot
from amp_portal.users.models import User
from amp_portal.users.scenarios import PASSWORD, person
from cohorts import attention, sides
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cohort():
    return a_cohort()


@pytest.fixture
def lead(cohort):
    return cohort.leads().get().person


@pytest.fixture
def now(cohort):
    return instant(cohort, "applications", days=2)


@pytest.fixture
def organizer(cohort, now):
    organizer = person("Olu Organizer")
    sides.give_organizer(cohort, organizer, now=now - DAY)
    return organizer


@pytest.fixture
def read(tmp_path):
    """Read a list of so many people, and entries that can't be read; failures are recorded and no more."""

    def read(count, at, extra=""):
        file = Path(tmp_path / "list.yaml")
        file.write_text("".join(f"- github: m{n}\n  githubID: {n}\n" for n in range(1, count + 1)) + extra)
        try:
            apply.sync(str(file), as_of=at.date(), now=at)
        except RosterError as refused:
            return str(refused)
        return ""

    return read


def page(client, cohort, by, at, **data):
    url = reverse("cohorts:maintainers", args=[cohort.slug])
    with time_machine.travel(at, tick=False):
        client.force_login(by.user)
        return client.post(url, data) if data else client.get(url)


def matters(cohort, now):
    return [(matter.kind, matter.since, matter.next_step) for matter in attention.waiting(cohort, now)]


def test_a_failed_reading_is_on_the_attention_list_until_one_goes_well(client, cohort, organizer, now, read, tmp_path):
    read(3, now)
    assert matters(cohort, now) == []

    refused = read(0, now + DAY)
    read(0, now + 2 * DAY)

    assert matters(cohort, now + 2 * DAY) == [("not read", now + DAY, refused)]
    assert refused in page(client, cohort, organizer, now + 2 * DAY).content.decode()
    with time_machine.travel(now + 2 * DAY, tick=False):
        client.force_login(organizer.user)
        assert (
            "matter waits for somebody to decide"
            in client.get(reverse("cohorts:cockpit", args=[cohort.slug])).content.decode()
        )
    read(3, now + 3 * DAY)
    assert matters(cohort, now + 3 * DAY) == []


def test_entries_that_could_not_be_read_are_named(client, cohort, organizer, now, read):
    read(3, now, extra="- name: Ada <b>Lark</b>\n")

    why = "Entry 4 (Ada <b>Lark</b>) has no “github”."
    assert matters(cohort, now) == [("entries not read", now, why)]
    assert "Ada &lt;b&gt;Lark&lt;/b&gt;" in page(client, cohort, organizer, now).content.decode()


def test_a_cohort_that_is_over_has_other_things_on_its_list(cohort, read, now):
    read(0, now)

    assert matters(cohort, instant(cohort, "recognition", edge="ends_at")) == []


def test_a_lead_sees_who_would_leave_and_confirms(client, cohort, lead, now, read):
    read(10, now - DAY)
    refused = read(4, now)
    assert matters(cohort, now) == [("to be confirmed", now, refused)]
    html = page(client, cohort, lead, now).content.decode()
    assert "6 of 10 people are missing" in html
    assert [f"<li>m{n}</li>" in html for n in (4, 5, 10)] == [False, True, True]

    response = page(client, cohort, lead, now, digest=Held.objects.get().digest)

    assert response.status_code == 302
    assert (Maintainer.objects.current().count(), Snapshot.objects.first().as_of) == (4, now.date())
    assert (Attempt.objects.first().confirmed_by, Held.objects.exists()) == (lead, False)
    assert matters(cohort, now) == []


def test_a_superuser_may_confirm_too(client, cohort, now, read):
    root = User.objects.create_superuser("root@example.org", PASSWORD)
    read(10, now - DAY)
    read(4, now)

    page(client, cohort, root.person, now, digest=Held.objects.get().digest)

    assert Maintainer.objects.current().count() == 4


@pytest.mark.parametrize("by", ["organizer", "lead of a cohort that is over"])
def test_nobody_else_confirms(client, cohort, organizer, lead, now, read, by):
    at = now if by == "organizer" else instant(cohort, "recognition", edge="ends_at", days=1)
    read(10, at - DAY)
    read(4, at)
    somebody = organizer if by == "organizer" else lead
    assert 'name="digest"' not in page(client, cohort, somebody, at).content.decode()

    response = page(client, cohort, somebody, at, digest=Held.objects.get().digest)

    assert (response.status_code, Maintainer.objects.current().count()) == (403, 10)


def test_what_is_confirmed_is_the_list_that_was_shown(client, cohort, lead, now, read):
    read(10, now - DAY)
    read(4, now)
    shown = Held.objects.get().digest
    read(1, now)

    page(client, cohort, lead, now, digest=shown)

    assert Maintainer.objects.current().count() == 10
    assert Held.objects.get().digest != shown


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_has_a_constant_cost(client, cohort, lead, now, read, count, django_assert_num_queries):
    read(2 * count, now - DAY)
    read(count, now, extra="- text\n" * count)
    page(client, cohort, lead, now)

    with time_machine.travel(now, tick=False), django_assert_num_queries(11):
        client.get(reverse("cohorts:maintainers", args=[cohort.slug]))
