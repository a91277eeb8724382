"""Screening many: passing on in one go after a preview, and feedback from snippets."""

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
from amp_portal.users.scenarios import person
from applications.models import Application, Snippet

from .applying import said, signed_in


@pytest.fixture
def organizer(client, lead, now):
    with time_machine.travel(now, tick=False):
        yield signed_in(client, lead)


def waiting(cohort, project, now, count):
    return [
        applying.submitted(cohort, person(f"Applicant {number:02}"), projects=[project], now=now)
        for number in range(count)
    ]


def states():
    return list(Application.objects.order_by("pk").values_list("state", flat=True))


def test_several_are_passed_on_after_a_preview(organizer, cohort, project, now):
    one, two, _three = waiting(cohort, project, now, 3)
    url, picked = reverse("applications:pass-on-many", args=[cohort.slug]), {"application": [one.pk, two.pk]}

    preview = organizer.post(url, picked)
    before = states()
    two.withdraw(by=two.person, now=now)
    page = organizer.post(url, picked | {"confirm": "yes"}, follow=True)

    assert ([*preview.context["chosen"]], before) == ([one, two], ["submitted"] * 3)
    assert states() == ["in_review", "withdrawn", "submitted"]
    refused, done = said(page)
    assert (refused.partition(":")[0], done) == ("Applicant 01", "1 application passed on.")


@pytest.mark.parametrize("forged", ["9" * 30, "9" * 5000, "-1", "one"])
def test_what_names_no_application_is_nothing_ticked(organizer, cohort, project, now, forged):
    waiting(cohort, project, now, 1)
    url = reverse("applications:pass-on-many", args=[cohort.slug])

    assert said(organizer.post(url, {"application": forged}, follow=True)) == ["Tick at least one application."]


def test_digits_of_another_script_name_no_application(organizer, cohort, project, now):
    [application] = waiting(cohort, project, now, 1)
    url = reverse("applications:pass-on-many", args=[cohort.slug])
    forged = str(application.pk).translate({ord("0") + digit: ord("٠") + digit for digit in range(10)})

    assert said(organizer.post(url, {"application": forged}, follow=True)) == ["Tick at least one application."]


@pytest.mark.parametrize("forged", ["9" * 30, "9" * 5000])
def test_what_names_no_snippet_inserts_nothing(organizer, cohort, project, now, forged):
    [application] = waiting(cohort, project, now, 1)
    url = reverse("applications:decline", args=[cohort.slug, application.pk])
    page = organizer.post(url, {"insert": forged, "feedback": "Mine."})

    assert page.context["decline_form"]["feedback"].value() == "Mine."


def test_nothing_ticked_passes_nothing_on(organizer, cohort, project, now):
    waiting(cohort, project, now, 1)
    url = reverse("applications:pass-on-many", args=[cohort.slug])

    assert said(organizer.post(url, {"confirm": "yes"}, follow=True)) == ["Tick at least one application."]
    assert states() == ["submitted"]


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same_for_many(organizer, cohort, project, now, count, django_assert_num_queries):
    waiting(cohort, project, now, count)

    with django_assert_num_queries(9):
        page = organizer.get(reverse("applications:pass-on-many", args=[cohort.slug]))

    assert len(page.context["page_obj"]) == min(count, 25)


def test_a_snippet_is_inserted_below_what_was_typed(organizer, cohort, project, now):
    application = waiting(cohort, project, now, 1)[0]
    organizer.post(reverse("applications:snippets", args=[cohort.slug]), {"title": "Thin", "text": "Say more."})
    url = reverse("applications:decline", args=[cohort.slug, application.pk])

    page = organizer.post(url, {"feedback": "Dear Nia.", "insert": Snippet.objects.get().pk})

    assert page.context["decline_form"]["feedback"].value() == "Dear Nia.\n\nSay more."
    assert states() == ["submitted"]


def test_snippets_are_changed_and_deleted_and_their_titles_differ(organizer, cohort):
    pages = reverse("applications:snippets", args=[cohort.slug])
    organizer.post(pages, {"title": "Thin", "text": "Say more."})
    again = organizer.post(pages, {"title": "Thin", "text": "Other words."})
    pk = Snippet.objects.get().pk
    organizer.post(reverse("applications:snippet", args=[cohort.slug, pk]), {"title": "Thin", "text": "Say why."})
    changed = Snippet.objects.get().text
    organizer.post(reverse("applications:delete-snippet", args=[cohort.slug, pk]))

    assert (again.status_code, list(again.context["form"].errors)) == (422, ["title"])
    assert (changed, Snippet.objects.count()) == ("Say why.", 0)
