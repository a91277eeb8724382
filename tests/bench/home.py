"""What the home page costs: ``python -m tests.bench.home``.

For somebody in each role of ``tests.world``, in the open window of a midterm: the number of queries, at most 15, and
the processor time in that of a bare signed-in page, at most 6. The fastest of several runs. Fails where one is over.
"""

import sys
import tempfile
from functools import partial

from .applications import _set_up, cheapest

MOST_QUERIES, MOST_RATIO = 15, 6.0
MILLI = 1_000


def main():
    with tempfile.TemporaryDirectory(prefix="amp-bench-") as folder:
        _set_up(folder)
        failures = measure(sys.stdout)
    return 1 if failures else 0


def measure(out):
    """Print a line for each role; returns the names of those that are over."""
    import time_machine
    from django.conf import settings
    from django.test import Client

    from tests import world

    settings.ROOT_URLCONF = "tests.bench.bare_page"
    made, failures = world.build(), []
    with time_machine.travel(made.now, tick=False):
        for role, user in made.people.items():
            if user is None:
                continue
            client = Client()
            client.force_login(user)
            queries = _queries(client)
            bare, home = cheapest(*(partial(client.get, path) for path in ("/bare/", "/home/")))
            failures += [role] if queries > MOST_QUERIES or home / bare > MOST_RATIO else []
            out.write(f"{role}: {queries} queries; {home * MILLI:.1f} ms, {home / bare:.1f} bare pages\n")
    if failures:
        out.write(f"Over: {', '.join(failures)}\n")
    return failures


def _queries(client):
    """Once everything is warm: what a process keeps (content types) is read once."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get("/home/")
    with CaptureQueriesContext(connection) as seen:
        client.get("/home/")
    return len(seen)


if __name__ == "__main__":
    sys.exit(main())
