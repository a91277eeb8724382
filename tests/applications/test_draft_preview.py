"""Long texts are Markdown with a preview, which works without JavaScript and then saves the draft, too."""

import pytest
import time_machine
from django.urls import reverse

from applications.models import Application

from .applying import said, signed_in


@pytest.fixture
def application(cohort, applicant, now):
    with time_machine.travel(now, tick=False):
        yield Application.start(cohort, applicant, now=now)


@pytest.fixture
def writer(client, application):
    return signed_in(client, application.person)


def url_of(application, section):
    return reverse("applications:section", args=[application.cohort.slug, section])


def test_previewing_saves_and_shows_the_text_as_others_read_it(writer, application):
    typed = {"revision": 0, "about": "I am **Nia**.\n\n<script>alert(1)</script>", "preview": "about"}

    page = writer.post(url_of(application, "about"), typed)

    assert (page.status_code, said(page), page.context["revision"]) == (200, ["Saved."], 1)
    assert "<p>I am <strong>Nia</strong>.</p>" in page.text
    assert "<script>alert" not in page.text
    assert application.draft().about == typed["about"]


def test_only_the_text_that_was_asked_for_is_previewed(writer, application, project):
    typed = {"revision": 0, "project_1": project.pk, "approach_1": "*one*", "deliverables_1": "*two*"}

    page = writer.post(url_of(application, "projects"), typed | {"approach_1": "*one*", "preview": "approach_1"})

    assert ("<em>one</em>" in page.text, "<em>two</em>" in page.text) == (True, False)


def test_a_preview_beside_an_error_keeps_both(writer, application, project):
    typed = {"revision": 0, "track": "sponsored", "project_1": project.pk, "project_2": project.pk}

    page = writer.post(url_of(application, "projects"), typed | {"approach_1": "*one*", "preview": "approach_1"})

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["project_2"])
    assert "<em>one</em>" in page.text


def test_a_preview_replaces_nothing_that_was_saved_elsewhere(writer, application):
    writer.post(url_of(application, "about"), {"revision": 0, "about": "From the first tab"})
    stale = {"revision": 0, "about": "*From* the second tab", "preview": "about"}

    told = writer.post(url_of(application, "about"), stale)
    looked = writer.post(url_of(application, "about"), stale | {"revision": 1, "elsewhere": 1})

    assert (told.status_code, looked.status_code, looked.context["revision"]) == (409, 200, 1)
    assert "<em>From</em> the second tab" in looked.text
    assert application.draft().about == "From the first tab"


def test_the_live_preview_renders_the_same(writer, application):
    piece = writer.post(reverse("preview"), {"text": "I am **Nia**. <script>alert(1)</script>"})

    assert "<p>I am <strong>Nia</strong>. &lt;script&gt;alert(1)&lt;/script&gt;</p>" in piece.text
    assert writer.post(reverse("preview")).text.count("Nothing is written yet.") == 1
    assert writer.get(reverse("preview")).status_code == 405
