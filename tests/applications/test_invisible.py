"""Until the results are published nothing lets one be guessed: no page, feed, letter, size or number of queries."""

from itertools import chain

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal import jobs, sweeps
from amp_portal.outbox.models import Message
from applications import publishing
from applications.models import Publication, Selection
from applications.selection import board, results

from .everywhere import fetched, paths
from .selecting import FAIR, GOOD, applied

NAMES = {"Ada Best": GOOD, "Bo Next": FAIR, "Cy Unscored": None}


@pytest.fixture
def three(cohort, project, now):
    """To be offered a place, to wait, and to be declined."""
    return [applied(cohort, name, project, now=now, score=score) for name, score in NAMES.items()]


@pytest.fixture
def later(cohort):
    """In the days of the selection, with what the sweeps do until then done."""
    later = cohorts.instant(cohort, "selection", days=1)
    applying.fresh_roster(later)
    with time_machine.travel(later, tick=False):
        yield later


@pytest.fixture
def readers(three, mentor, later):
    """A signed-in client for each applicant, for a mentor, and one for anybody."""
    sweeps.run_all(later)
    clients = {"anybody": Client()}
    for reader in [*(application.person for application in three), mentor]:
        clients[str(reader)] = Client()
        clients[str(reader)].force_login(reader.user)
    return clients


@pytest.fixture
def addresses(readers, cohort, project, three):
    """All there are to fetch. Each reader has been there: what a first look changes (a letter is read) is changed."""
    values = {
        "slug": [cohort.slug],
        "project": [project.slug],
        "project_slug": [project.slug],
        "pk": [application.pk for application in three],
        "kind": list(Publication.Kind.values),
        "section": ["projects"],
    }
    seen = fetched(readers["Ada Best"], sorted(set(paths(values))))
    addresses = [path for path, answer in seen.items() if answer[0] != 405]  # which is said before looking
    for client in (client for name, client in readers.items() if name != "Ada Best"):
        fetched(client, addresses)
    return addresses


def everything(readers, addresses):
    """What they all see, and every letter there is to anybody."""
    seen = {name: fetched(client, addresses) for name, client in readers.items()}
    return seen, list(Message.objects.order_by("pk").values_list("key", "state"))


def differences(before, after):
    """Addresses, by reader, where something is not as it was."""
    return [(name, path) for name in before for path in before[name] if before[name][path] != after[name][path]]


def prepare(cohort, project, three, lead, now):
    """Everything organizers can do on the board."""
    ada, bo, cy = three
    board.adjust(cohort, "lock", project=project, application=ada, by=lead, now=now)
    board.adjust(cohort, "exclude", project=project, application=cy, by=lead, now=now)
    board.adjust(cohort, "slots", project=project, track="sponsored", slots=1, by=lead, now=now)
    board.take_over(cohort, by=lead, now=now)
    board.write(Selection.objects.get(application=ada), note="Welcome!", now=now)
    board.write(Selection.objects.get(application=cy), feedback="Some contributions first. " * 40, now=now)
    board.decide(bo, "waitlist", project=project, words="It was close.", by=lead, now=now)
    organizer = Client()
    organizer.force_login(lead.user)
    for application in three:
        arguments = [cohort.slug, application.pk]
        organizer.get(reverse("applications:decide", args=arguments))
        organizer.get(reverse("applications:result-letter", args=arguments))
    organizer.get(reverse("applications:publish-results", args=[cohort.slug]))


def test_nobody_else_can_fetch_a_result_before_it_is_theirs(three, readers, addresses, cohort, project, lead, later):
    before, letters = everything(readers, addresses)
    prepare(cohort, project, three, lead, later)
    sweeps.run_all(later)
    prepared, letters_then = everything(readers, addresses)
    assert set(Selection.objects.values_list("outcome", flat=True)) == {"offer", "waitlist", "decline"}
    assert differences(before, prepared) == []
    assert letters_then == letters
    assert {answer[0] for answer in chain(*(pages.values() for pages in before.values()))} <= {200, 302, 403, 404}

    publication = publishing.start(cohort, Publication.Kind.RESULTS, by=lead, now=later)
    results.tell(Selection.objects.get(application=three[0]).pk, publication, later)
    waiting = {name: readers[name] for name in ("Bo Next", "Cy Unscored", "anybody")}
    half, _letters = everything(waiting, addresses)
    assert differences(half, before) == []  # while the job is on its way, who is not told yet sees nothing either

    jobs.carry_on(publication, later)
    own = {str(application.person): reverse("applications:status", args=[application.pk]) for application in three}
    after = {name: before[name] | fetched(readers[name], [path]) for name, path in own.items()}
    assert set(differences(after, before)) == set(own.items())  # the comparison does notice what each sees now


def test_every_address_of_the_portal_is_tried(cohort, project, three):
    found = set(paths({"slug": [cohort.slug], "pk": [1], "kind": ["results"], "project": [project.slug]}))
    names = ("applications:selection", "applications:export", "cohorts:calendar", "cohorts:cohort")
    expected = {reverse(name, args=[cohort.slug]) for name in names} | {reverse("home"), reverse("outbox:inbox")}
    assert expected <= found


def test_what_an_applicant_sends_is_answered_as_before(three, readers, cohort, project, lead, later):
    """Withdrawing, submitting and saving, after the deadline: refused in the same words whatever was decided."""

    def answers():
        found = []
        for application in three:
            client = readers[str(application.person)]
            for url in (
                reverse("applications:withdraw", args=[application.pk]),
                reverse("applications:submit", args=[cohort.slug]),
            ):
                answer = client.post(url, follow=True)
                found.append((url, answer.redirect_chain, [str(message) for message in answer.context["messages"]]))
        return found

    before = answers()
    prepare(cohort, project, three, lead, later)
    assert answers() == before
