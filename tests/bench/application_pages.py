"""The pages that ``tests.bench.applications`` measures, and how."""

import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import ShortlistPlace
from applications.selection import board
from tests.applications import crowd

from .applications import MOST_QUERIES, MOST_RATIO, REST, bare, cheapest, rows_of

PER_PAGE = 25
MICRO = 1_000_000
LISTS = {  # what it is called: who looks, and the route; each has a table of PER_PAGE rows a page
    "screening": ("lead", "applications:screening"),
    "pass on several": ("lead", "applications:pass-on-many"),
    "review queue": ("mentor", "applications:reviews"),
    "shortlists": ("lead", "applications:shortlists"),
    "selection board": ("lead", "applications:selection"),
    "places": ("lead", "applications:seats"),
    "letters": ("lead", "applications:result-letters"),
    "statistics": ("lead", "applications:statistics"),
}
SINGLE = {
    "one application": ("lead", "applications:application", "application"),
    "one review": ("mentor", "applications:review", "choice"),
    "reading": ("lead", "applications:reading"),
    "a shortlist": ("lead", "applications:ranking", "project"),
    "a mentor's shortlist": ("mentor", "applications:ranking", "project"),
    "a decision": ("lead", "applications:decide", "application"),
    "one letter": ("lead", "applications:result-letter", "application"),
    "publishing": ("lead", "applications:publish-results"),
}


class Season:
    """A cohort with applications to screen, applications in review, and projects over two pages."""

    def __init__(self, slug, waiting, in_review):
        self.cohort, projects, self.mentor, self.lead, self.now = crowd.season(slug)
        self.projects = projects + crowd.more_projects(self.cohort, projects[0], PER_PAGE + REST - len(projects))
        made = crowd.apply(self.cohort, self.projects, self.mentor, waiting + in_review, self.now, waiting=waiting)
        self.application, self.project = made[0], self.projects[0]
        ShortlistPlace.add(self.application, self.project, by=self.lead, now=self.now)
        board.take_over(self.cohort, by=self.lead, now=self.now)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as autovacuum does where things are committed
        self.clients = {"lead": Client(), "mentor": Client()}
        with time_machine.travel(self.now, tick=False):
            for name, client in self.clients.items():
                client.force_login(getattr(self, name).user)

    def url(self, route, about=None):
        slug = self.cohort.slug
        arguments = {
            None: [slug],
            "application": [slug, self.application.pk],
            "project": [slug, self.project.slug],
            "choice": [slug, self.application.pk, self.project.slug],
        }
        return reverse(route, args=arguments[about])

    def queries(self, who, url):
        """Once everything is warm: what a process keeps (content types) is read once."""
        with time_machine.travel(self.now, tick=False):
            self.clients[who].get(url)
            with CaptureQueriesContext(connection) as seen:
                answer = self.clients[who].get(url)
        assert answer.status_code == 200, (url, answer.status_code, answer.get("Location"))
        return len(seen)


def measure(few, many, out):
    """Print a line for each page; returns the names of those that are over."""
    half = many // 2 // PER_PAGE * PER_PAGE
    sizes = [Season("small", few // 2, few // 2), Season("large", half, half)]
    rows = Season("rows", PER_PAGE + REST, PER_PAGE + 2 * REST)  # no last page is full, and little beside the rows
    failures = []
    with time_machine.travel(rows.now, tick=False):
        for name, (who, route, *about) in (LISTS | SINGLE).items():
            counts = [season.queries(who, season.url(route, *about)) for season in sizes]
            ratio, words = _row(rows, who, route) if name in LISTS else (0, "")
            failures += [name] if len(set(counts)) > 1 or max(counts) > MOST_QUERIES or ratio > MOST_RATIO else []
            out.write(f"{name}: {_in_words(counts)}{words}\n")
    if failures:
        out.write(f"Over: {', '.join(failures)}\n")
    return failures


def _row(season, who, route):
    """What a row costs in bare rows, and that in words."""
    client, url = season.clients[who], season.url(route)
    full, rest = f"{url}?page=1", f"{url}?page=1000000"  # the last
    rows = rows_of(client.get(full).content.decode())
    more = len(rows) - len(rows_of(client.get(rest).content.decode()))
    with_all, with_some = cheapest(lambda: client.get(full), lambda: client.get(rest))
    template, values = bare(rows)
    (printed,) = cheapest(lambda: template.render({"rows": values}))
    cost, of_a_bare_one = (with_all - with_some) / more * MICRO, printed / len(rows) * MICRO
    ratio = cost / of_a_bare_one
    return ratio, f"; a row costs {ratio:.1f} bare rows ({cost:.0f} of {of_a_bare_one:.0f} µs)"


def _in_words(counts):
    few, many = counts
    return f"{many} queries" if few == many else f"{few} queries for few, {many} for many"
