"""People's words that run from right to left turn nothing around them."""

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from amp_portal.isolation import PageEngine, Place
from amp_portal.lines import OPENED
from amp_portal.users import scenarios
from cohorts import scenarios as cohorts

MARYAM = "مریم می\u200cخواهم"
TITLE = "تجربة: 3"


@pytest.mark.parametrize(
    ("html", "takes_tags"),
    [
        ("<p>", True),
        ("<p>it's</p> ", True),
        ('<a href="', False),
        ("<a href='x' title=\"a > b", False),
        ('<a href="x">', True),
        ("<title>", False),
        ("<title>x</title>", True),
        ("<option value=1>", False),
        ("<option>x</option><p>", True),
        ("<input ", False),
        ("<!-- <a -->", True),
        ("1 < 2 ", True),
    ],
)
def test_the_place_in_a_page_is_known(html, takes_tags):
    assert Place().after(html).takes_tags is takes_tags


def test_pages_are_written_by_this_engine():
    assert isinstance(engines["django"].engine, PageEngine)


@pytest.mark.django_db
def test_a_title_on_a_page_is_isolated_where_tags_may_stand(client):
    cohort = cohorts.cohort()
    project = cohorts.project(cohort, title=TITLE, now=cohort.published_at)

    page = client.get(project.get_absolute_url()).content.decode()

    head, _end, body = page.partition("</title>")
    assert f"<h1><bdi>{TITLE}</bdi></h1>" in body or f"<bdi>{TITLE}</bdi>" in body
    assert "<bdi>" not in head
    assert 'content="<bdi>' not in page
    assert "&lt;bdi&gt;" not in page


@pytest.mark.django_db
def test_the_own_name_stands_in_an_input_as_it_is(client):
    maryam = scenarios.person(MARYAM, email="maryam@example.org", github_login="maryam")
    client.force_login(maryam.user)

    page = client.get(reverse("users:profile")).content.decode()

    assert f'value="{MARYAM}"' in page
    assert 'name="name" dir="auto"' in page
    assert OPENED not in page


def test_what_is_isolated_is_escaped():
    shown = render_to_string("components/page_header.html", {"title": f"{TITLE}<script>"}, RequestFactory().get("/"))

    assert f"<bdi>{TITLE}&lt;script&gt;</bdi>" in shown


def test_what_runs_from_left_to_right_stays_as_it_is():
    shown = render_to_string("components/page_header.html", {"title": "Faster parser"}, RequestFactory().get("/"))

    assert "bdi" not in shown


def test_the_html_part_of_a_letter_isolates_its_subject():
    shown = render_to_string("letters/base.html", {"subject": TITLE, "footer": [MARYAM], "choices": []})

    assert f"><bdi>{TITLE}</bdi></h1>" in shown
    assert f"<title>{TITLE}</title>" in shown
    assert f"<bdi>{MARYAM}</bdi></p>" in shown
