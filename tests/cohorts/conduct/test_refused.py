"""A conduct form that is refused shows its words again in the same answer, keeps them nowhere, and names who helps."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from amp_portal.users.scenarios import person
from cohorts.conduct.models import ConductNote, ConductReport
from cohorts.conduct.scenarios import report
from cohorts.models import ConductHandler

from . import SAID, SECRET, text

pytestmark = pytest.mark.django_db
OUTSIDE = "help@outside.example"


@pytest.fixture
def keeps_nothing(caplog):
    """Whatever the test sends is in no session and in no log afterwards."""
    with caplog.at_level(logging.DEBUG):
        yield
    kept = [str(session.get_decoded()) for session in Session.objects.all()]
    logged = [record for record in caplog.get_records("call") if not record.name.startswith("django.db")]
    kept += [f"{record.getMessage()} {record.__dict__}" for record in logged]
    assert not [words for words in kept if SECRET in words or "/conduct/" in words]


def refused(answer, status):
    page = text(answer)
    assert (answer.status_code, SECRET in page, OUTSIDE in page) == (status, True, True)
    assert "no-store" in answer["Cache-Control"]
    return page


@pytest.fixture
def form(cohort, hana, iker):
    return reverse("cohorts:conduct-report", args=[cohort.slug])


def test_fields_that_are_not_understood(form, at, keeps_nothing):
    refused(at(None).post(form, SAID | {"keep_from": "99999"}), 422)
    refused(at(None).post(form, SAID | {"contact": "x" * 301}), 422)


def test_without_the_token_of_the_page(form, at, keeps_nothing):
    """Cookies blocked, or signed in meanwhile in another tab."""
    client = Client(enforce_csrf_checks=True)
    page = refused(client.post(form, SAID | {"about": "Hana Quist"}), 403)
    assert "csrfmiddlewaretoken" in page
    assert "Hana Quist" in page
    assert ConductReport.objects.count() == 0


def test_somebody_signed_in_without_the_token(form, at, keeps_nothing):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("Remy Reporter").user)
    refused(client.post(form, SAID), 403)


def test_handlers_who_left_meanwhile(form, cohort, now, at, keeps_nothing):
    ConductHandler.objects.update(until=now)
    refused(at(None).post(form, SAID), 200)


def test_a_cohort_that_is_not_public_any_more(form, cohort, at, keeps_nothing):
    cohort.published_at = None
    cohort.save()
    page = text(at(None).post(form, SAID))
    assert SECRET in page


@pytest.mark.parametrize("code", ["AAAAA-AAAAA-AAAAA-AAAAA", "", "x" * 50])
def test_more_words_with_a_code_that_is_not_known(form, at, code, keeps_nothing):
    refused(at(None).post(reverse("cohorts:conduct-code"), {"code": code, "text": SECRET}), 422)


def test_more_words_after_too_many_codes(form, at, keeps_nothing):
    client = at(None)
    for number in range(10):
        client.post(reverse("cohorts:conduct-code"), {"code": f"WRONG-{number}"})
    refused(client.post(reverse("cohorts:conduct-code"), {"code": "WRONG", "text": SECRET}), 429)


def test_more_words_without_the_token_of_the_page(form, at, keeps_nothing):
    client = Client(enforce_csrf_checks=True)
    refused(client.post(reverse("cohorts:conduct-code"), {"code": "AAAAA-AAAAA", "text": SECRET}), 403)


def test_a_handler_who_was_signed_out(cohort, form, at, now, keeps_nothing):
    page = reverse("cohorts:conduct-handle", args=[report(cohort, now).public_id])
    answer = at(None).post(page, {"text": SECRET, "to": "handlers"})
    refused(answer, 403)
    assert reverse("account_login") in text(answer)
    assert ConductNote.objects.count() == 0


def test_a_handler_whose_page_was_open_too_long(cohort, hana, form, now, keeps_nothing):
    page = reverse("cohorts:conduct-handle", args=[report(cohort, now).public_id])
    client = Client(enforce_csrf_checks=True)
    client.force_login(hana.user)
    refused(client.post(page, {"text": SECRET, "to": "handlers"}), 403)
    assert ConductNote.objects.count() == 0


def test_a_handler_it_was_kept_from_meanwhile(cohort, hana, iker, at, now, keeps_nothing):
    found = report(cohort, now)
    found.keep_from(hana, by=iker, now=now)
    page = reverse("cohorts:conduct-handle", args=[found.public_id])
    refused(at(hana).post(page, {"text": SECRET, "to": "handlers"}), 404)


def test_somebody_whose_access_is_paused(cohort, form, hana, at, now, keeps_nothing):
    accused = person("Sid Suspended")
    accused.suspended_at = now
    accused.save()
    answer = at(accused).post(form, SAID)
    assert (answer.status_code, SECRET in text(answer)) == (403, True)
    assert ConductReport.objects.count() == 0
