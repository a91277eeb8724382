"""What others see of a page: its card where a link is shared, its place in search engines."""

import re
import struct
from datetime import date
from html import unescape

import pytest
import time_machine
from django.urls import reverse

import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person
from cohorts.models import Cohort

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = "https://portal.example.org"


@pytest.fixture
def cohort():
    return cohorts.cohort()


@pytest.fixture
def project(cohort):
    now = cohorts.instant(cohort, "mentor_call", days=2)
    summary = 'Errors that **say** what to do, for "everybody" & more.'
    return cohorts.project(cohort, now=now, title="A friendlier command line", summary=summary)


def card(page):
    """``{property or name: content}`` of a page's meta elements."""
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page.content.decode())
    return {name: unescape(content) for name, content in found}


def test_a_project_is_shared_with_its_title_words_and_picture(client, cohort, project):
    page = client.get(project.get_absolute_url(), {"from": "somewhere"})

    address = "https://portal.example.org/cohorts/amp-2027/projects/a-friendlier-command-line/"
    told = card(page)
    assert {name: told[name] for name in told if name.startswith(("og:", "twitter:", "desc"))} == {
        "description": 'Errors that say what to do, for "everybody" & more.',
        "og:type": "website",
        "og:site_name": "AMP portal",
        "og:title": "A friendlier command line",
        "og:description": 'Errors that say what to do, for "everybody" & more.',
        "og:url": address,
        "og:image": f"{address}picture.png",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "A friendlier command line",
        "twitter:card": "summary_large_image",
    }
    assert f'<link rel="canonical" href="{address}">' in page.content.decode()


def test_pages_for_everybody_may_be_found_and_others_not(client, cohort, project):
    public = [
        reverse("cohorts:landing"),
        reverse("cohorts:cohorts"),
        cohort.get_absolute_url(),
        reverse("cohorts:projects", args=[cohort.slug]),
        project.get_absolute_url(),
        reverse("applications:self-check", args=[cohort.slug]),
    ]
    assert [url for url in public if "robots" in card(client.get(url))] == []
    private = [reverse("home"), reverse("users:profile"), reverse("applications:apply", args=[cohort.slug])]
    assert [card(client.get(url, follow=True))["robots"] for url in private] == ["noindex"] * 3


def test_pictures_are_as_large_as_they_say(client, cohort, project):
    addresses = [
        reverse("cohorts:portal-picture"),
        reverse("cohorts:picture", args=[cohort.slug]),
        reverse("cohorts:project-picture", args=[cohort.slug, project.slug]),
    ]
    pictures = [client.get(address) for address in addresses]
    assert [picture["Content-Type"] for picture in pictures] == ["image/png"] * 3
    assert [struct.unpack(">II", picture.content[16:24]) for picture in pictures] == [(1200, 630)] * 3
    assert len({picture.content for picture in pictures}) == 3


def test_a_title_in_any_script_has_its_picture(client, cohort):
    now = cohorts.instant(cohort, "mentor_call", days=2)
    project = cohorts.project(cohort, now=now, title="更友好的命令行 «ёлка» 👩‍🚀 #let x = panic()")
    picture = client.get(reverse("cohorts:project-picture", args=[cohort.slug, project.slug]))
    assert picture.content.startswith(b"\x89PNG")


def test_what_is_not_public_has_no_picture(client, cohort):
    secret = cohorts.cohort("secret", published=False)
    now = cohorts.instant(cohort, "mentor_call", days=2)
    waiting = cohorts.project(cohort, now=now, title="Not approved yet", approved=False)
    for by in (
        secret.leads()[0].person,
        cohort.leads()[0].person,
    ):  # caches keep pictures
        client.force_login(by.user)
        assert client.get(reverse("cohorts:picture", args=[secret.slug])).status_code == 404
        assert client.get(reverse("cohorts:project-picture", args=[cohort.slug, waiting.slug])).status_code == 404


def test_the_deadline_leaves_the_picture_when_it_has_passed(client, cohort):
    def picture(now):
        with time_machine.travel(now, tick=False):
            return client.get(reverse("cohorts:picture", args=[cohort.slug])).content

    before, last, after = (
        picture(cohorts.instant(cohort, "applications", edge=edge, days=days))
        for edge, days in (("starts_at", 0), ("ends_at", -1), ("ends_at", 0))
    )
    assert (before == last, last == after) == (True, False)


def test_the_map_names_what_is_public(client, cohort, project):
    empty = cohorts.cohort("amp-2028", kickoff=date(2028, 6, 15))
    secret = cohorts.cohort("secret", published=False)
    now = cohorts.instant(cohort, "mentor_call", days=2)
    cohorts.project(cohort, cohorts.mentor(cohort, person("Omar"), now=now), now=now, title="Waiting", approved=False)
    cohorts.project(secret, cohorts.mentor(secret, person("Ola"), now=now), now=now, title="Hidden")
    Cohort.objects.create(slug="amp-2022", name="AMP 2022", year=2022, kickoff=date(2022, 6, 1), imported=True)

    page = client.get(reverse("cohorts:sitemap"), headers={"host": "localhost"})

    assert re.findall("<loc>https://portal.example.org(.*?)</loc>", page.content.decode()) == [
        "/",
        "/cohorts/",
        empty.get_absolute_url(),
        cohort.get_absolute_url(),
        "/cohorts/amp-2022/",
        "/cohorts/amp-2027/projects/",
        project.get_absolute_url(),
    ]


@pytest.mark.parametrize("count", [3, 30])
def test_the_map_has_constant_cost(client, count, django_assert_num_queries, cohort):
    now = cohorts.instant(cohort, "mentor_call", days=2)
    mentor = cohorts.mentor(cohort, now=now)
    for number in range(count):
        cohorts.project(cohort, mentor, now=now, title=f"Idea {number}")
    with django_assert_num_queries(6):
        page = client.get(reverse("cohorts:sitemap"))
    assert page.content.count(b"<loc>") == 2 + 1 + 1 + count


def test_robots_are_shown_the_map(client):
    page = client.get("/robots.txt")
    assert page["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: https://portal.example.org/sitemap.xml" in page.content.decode().splitlines()
