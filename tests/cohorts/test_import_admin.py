"""Imports in the admin: a preview first, then exactly what was previewed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import cohorts.scenarios as cohorts
from amp_portal.users.models import User
from amp_portal.users.scenarios import person
from cohorts.models import Cohort, OtherProgramPlace

from .test_import_history import HISTORY
from .test_import_participants import LIST

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 5, 12, 12, tzinfo=UTC)
HISTORY_URL = reverse("admin:cohorts_cohort_import")
PARTICIPANTS_URL = reverse("admin:cohorts_otherprogramplace_import")


@pytest.fixture
def superuser():
    return User.objects.create_superuser("root@example.org", "correct horse battery", name="Rut")


@pytest.fixture
def organizer():
    return cohorts.cohort().leads()[0].person.user


def upload(client, url, text, name="list.csv"):
    return client.post(url, {"file": SimpleUploadedFile(name, text.encode())})


def test_history_is_previewed_and_then_saved(client, superuser):
    client.force_login(superuser)
    assert b"Import a CSV file" in client.get(reverse("admin:cohorts_cohort_changelist")).content
    assert client.get(HISTORY_URL).status_code == 200
    preview = upload(client, HISTORY_URL, HISTORY)
    assert preview.context["report"].tallies["mentee places"].added == 3
    assert not Cohort.objects.exists()
    saved = client.post(HISTORY_URL, {"signed": preview.context["signed"]}, follow=True)
    assert Cohort.objects.filter(imported=True).count() == 2
    assert b"Added: 2 cohorts, 3 projects, 3 mentee places" in saved.content
    again = upload(client, HISTORY_URL, HISTORY)
    assert b"Everything in the file is here already." in again.content


def test_problems_are_shown_by_line_and_column(client, superuser):
    client.force_login(superuser)
    response = upload(client, HISTORY_URL, HISTORY.replace("2022-11-30", "soon", 1))
    assert response.status_code == 422
    assert [(each.line, each.column) for each in response.context["problems"]] == [(2, "ends_on")]
    assert "signed" not in response.context


def test_what_was_not_previewed_is_not_saved(client, superuser, organizer):
    with time_machine.travel(NOW, tick=False):
        client.force_login(superuser)
        signed = upload(client, PARTICIPANTS_URL, LIST).context["signed"]
        client.post(PARTICIPANTS_URL, {"signed": signed[:-3]})
        client.post(HISTORY_URL, {"signed": signed})
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        late = client.post(PARTICIPANTS_URL, {"signed": signed}, follow=True)
    assert b"That preview is too old" in late.content
    with time_machine.travel(NOW, tick=False):
        client.force_login(organizer)
        client.post(PARTICIPANTS_URL, {"signed": signed})
    assert not OtherProgramPlace.objects.exists()


def test_organizers_bring_participants_and_no_history(client, organizer):
    client.force_login(organizer)
    preview = upload(client, PARTICIPANTS_URL, LIST)
    client.post(PARTICIPANTS_URL, {"signed": preview.context["signed"]})
    assert OtherProgramPlace.objects.count() == 3
    assert client.get(HISTORY_URL).status_code == 403
    assert b"Import a CSV file" not in client.get(reverse("admin:cohorts_cohort_changelist")).content


@pytest.mark.parametrize("url", [HISTORY_URL, PARTICIPANTS_URL])
def test_nobody_else_gets_there(client, url):
    client.force_login(person("Stan").user)
    assert client.get(url).status_code == 302
    assert "/admin/login/" in client.get(url)["Location"]


@pytest.mark.parametrize("text", ["", "x" * (1024 * 1024 + 1)])
def test_empty_and_huge_files_are_refused_at_the_field(client, superuser, text):
    client.force_login(superuser)
    response = upload(client, HISTORY_URL, text)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["file"]
