"""Everything one reader can fetch from the portal: each route, with whatever in the cohort its arguments could be."""

import re
from itertools import product

from django.db import connection
from django.urls import URLPattern, get_resolver

FLEETING = re.compile(r'((csrfmiddlewaretoken|page|once)" value|nonce|data-csrf)="[^"]*"|"X-CSRFToken": "[^"]*"')
APART = ("admin/", "accounts/", "styleguide/", "readyz")  # nothing of a cohort, or not for its readers
PATIENT = {"Set-Cookie", "Date", "Content-Security-Policy", "Server-Timing", "X-Request-ID"}


def routes(patterns=None, before=""):
    """``(route, names of its arguments)`` of every path."""
    for entry in patterns or get_resolver().url_patterns:
        route = before + str(entry.pattern).lstrip("^")
        if route.startswith(APART):
            continue
        if isinstance(entry, URLPattern):
            yield route, re.findall(r"<(?:\w+:)?(\w+)>", route)
        else:
            yield from routes(entry.url_patterns, route)


def paths(values):
    """Addresses to try. ``values`` are, by argument, what it could be; a route with another argument is left out."""
    for route, names in routes():
        if all(name in values for name in names):
            for chosen in product(*(values[name] for name in names)):
                named = dict(zip(names, chosen, strict=True))
                yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found, named=named: str(named[found[1]]), route)


def fetched(client, addresses):
    """``{address: what came back}``: status, headers, body without tokens that change each time, number of queries."""
    return {path: _fetch(client, path) for path in addresses}


def _fetch(client, path):
    queries = []

    def count(execute, sql, *args):  # thousands of pages: the log of a connection would write out each statement
        queries.append(sql)
        return execute(sql, *args)

    with connection.execute_wrapper(count):
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = {name: value for name, value in answer.items() if name not in PATIENT}
    return answer.status_code, headers, FLEETING.sub("", body.decode(errors="replace")), len(body), len(queries)
