"""Blind review, walked: whatever page, file, letter or address of the portal a mentor reaches, none says who it is."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.urls import NoReverseMatch, reverse

import applications.scenarios as applying
import applications.urls
from amp_portal.outbox.delivery import drain
from amp_portal.users.scenarios import person
from applications.models import RedactionCheck, Review, ShortlistPlace
from cohorts import sides

from .applying import signed_in

TELLING = ("quirin", "zapotek", "pull/771177", "asyncapi/hidden-away")
LINK = re.compile(r'(?:href|action|src)="([^"]+)"')
MOST = 300  # pages
SCORES = dict.fromkeys(Review.CRITERIA, 4) | {"recommendation": "yes", "notes": "Solid"}


@pytest.fixture
def cohort(cohort):
    cohort.blind_review = True
    cohort.save()
    return cohort


@pytest.fixture
def application(cohort, project, lead, now):
    who = person("Quirin Zapotek", github_login="quirinz", email="quirin.zapotek@zapotek.example", now=now)
    links = [
        ("https://github.com/asyncapi/website/pull/771177", "code", "Merged for quirinz", timedelta(days=90)),
        ("https://github.com/asyncapi/hidden-away/pull/2", "docs", "By Quirin", timedelta(days=200)),
    ]
    application = applying.in_review(
        cohort,
        who,
        projects=[project],
        now=now,
        links=links,
        about="I am Quirin (@quirinz, quirin.zapotek@zapotek.example), see https://zapotek.example/me.",
        motivation="My [site](https://quirinz.example.org) and github.com/quirinz say more, says ZAPOTEK.",
    )
    RedactionCheck.look(application, [], by=lead, now=now)
    ShortlistPlace.add(application, project, by=lead, now=now)
    return application


def told(text):
    return sorted(words for words in TELLING if words in unescape(text).casefold())


def everything(response):
    """What a browser gets: where it is sent, under which headers, and what is there."""
    body = response.getvalue() if response.streaming else response.content
    return f"{response.headers} {body.decode(errors='replace')}"


def addresses_of(application, project):
    """Every address of this app that can be made from what there is."""
    known = {"slug": application.cohort.slug, "project": project.slug, "pk": application.pk}
    known |= {"offer": 1, "assignment": 1, "entry": 1, "recusal": 1, "twin": 1, "kind": "results", "section": "about"}
    for pattern in _patterns(applications.urls.urlpatterns):
        try:
            names = pattern.pattern.converters
            yield reverse(f"applications:{pattern.name}", kwargs={name: known[name] for name in names})
        except (KeyError, NoReverseMatch):
            continue


def _patterns(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern


def walk(client, starts):
    """``{address: what it gives}`` of everything that can be reached by links from ``starts``."""
    waiting, seen = list(starts), {}
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        if address in seen or "logout" in address or address.startswith("/static/"):
            continue
        response = client.get(address)
        seen[address] = everything(response)
        links = LINK.findall(seen[address]) + ([response["Location"]] if "Location" in response else [])
        waiting += [unescape(link).partition("#")[0] for link in links if link.startswith(("/", "?"))]
    return seen


def test_a_mentor_learns_nothing_anywhere(client, application, project, mentor, now, mailoutbox):
    application.review(project, SCORES, by=mentor, now=now)
    later = now + timedelta(hours=36)
    applying.fresh_roster(later)
    drain(later)
    with time_machine.travel(later, tick=False):
        signed_in(client, mentor)
        starts = ["/", "/home/", reverse("outbox:inbox"), *addresses_of(application, project)]
        seen = walk(client, starts)

    telling = {address: found for address, text in seen.items() if (found := told(address + text))}
    review = reverse("applications:review", args=[application.cohort.slug, application.pk, project.slug])
    ours = [mail for mail in mailoutbox if mail.to == [mentor.email]]
    assert f"Applicant {application.pk}" in seen[review]
    assert len(seen) > len(starts)
    assert telling == {}
    assert [told(str(mail.message())) for mail in ours] == [[]] * len(ours)


def test_what_organizers_carry_out_names_nobody_either(client, application, lead, now):
    names = ("export", "statistics", "reading")
    with time_machine.travel(now, tick=False):
        signed_in(client, lead)
        pages = {
            name: everything(client.get(reverse(f"applications:{name}", args=[application.cohort.slug])))
            for name in names
        }

    assert {name: told(text) for name, text in pages.items()} == {name: [] for name in names}
    assert f"Applicant {application.pk}" in pages["export"]


def test_who_organizes_and_mentors_scores_blindly_too(client, cohort, application, project, mentor, now):
    sides.give_organizer(cohort, mentor, now=now)
    pages = [
        reverse("applications:reviews", args=[cohort.slug]),
        reverse("applications:review", args=[cohort.slug, application.pk, project.slug]),
    ]
    with time_machine.travel(now, tick=False):
        signed_in(client, mentor)
        seen = [everything(client.get(page)) for page in pages]

    assert [told(text) for text in seen] == [[], []]


def test_once_the_shortlist_is_published_everybody_is_named(client, application, project, mentor, lead, now):
    applying.shortlisted(application.cohort, application, projects=[project], now=now)
    page = reverse("applications:review", args=[application.cohort.slug, application.pk, project.slug])
    with time_machine.travel(now, tick=False):
        names = [
            told(everything(signed_in(client, mentor).get(page))),
            told(
                everything(signed_in(client, lead).get(reverse("applications:export", args=[application.cohort.slug])))
            ),
        ]

    assert names == [sorted(TELLING), ["quirin", "zapotek"]]
