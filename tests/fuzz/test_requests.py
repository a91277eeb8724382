"""Every route × role × method × hostile values: whatever is asked, the answer is never a 500."""

import logging
import traceback
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.test.client import encode_multipart

from tests import world

from . import addresses, hostile, pages

QUERIES = ["next", "page", "q", "o", "e", "p", "state", "sort", "project", "week", "at", "day", "kind", "_popup", "all"]
METHODS = ["GET"] * 5 + ["POST"] * 12 + ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"]
BOUNDARY = "fuzz-boundary"


class Visitor:
    """Somebody in a role who sends what no browser would."""

    def __init__(self, user, random):
        self.random = random
        self.client = Client(raise_request_exception=True)
        if user:
            self.client.force_login(user)
        self.cookies = self.client.cookies.output()

    def send(self, path):
        self.client.cookies = SimpleCookie()
        self.client.cookies.load(self.cookies.replace("Set-Cookie: ", ""))
        method, headers = self.random.choice(METHODS), {}
        path, query = path.partition("?")[0], self._query()
        self.sent = (method, f"{path}?{query}", None)
        if method not in ("POST", "PUT", "PATCH"):
            return self.client.generic(method, path, QUERY_STRING=query)
        path, fields = self._form(path)
        body, content_type = self._body(fields)
        if self.random.random() < 0.2:
            headers["HTTP_REFERER"] = hostile.value(self.random).replace("\n", "").replace("\r", "")
        self.sent = (method, f"{path}?{query}", (content_type, fields))
        return self.client.generic(method, path, body, content_type, QUERY_STRING=query, **headers)

    def _query(self):
        if self.random.random() < 0.6:
            return ""
        names = self.random.sample(QUERIES, self.random.randint(1, 3))
        return urlencode([(name, hostile.value(self.random)) for name in names])

    def _form(self, path):
        """One form of the page, as it would be sent; some of its fields with something hostile in them."""
        page = self.client.get(path)
        html = page.content.decode(errors="replace") if not page.streaming else ""
        forms = pages.posted(html) if page.get("Content-Type", "").startswith("text/html") else []
        if not forms:
            return path, [(name, hostile.value(self.random)) for name in ("next", "text", "name", "reason", "once")]
        action, fields = self.random.choice(forms)
        changed = []
        for name, value in fields:
            draw = self.random.random()
            if draw < 0.25:
                value = hostile.value(self.random)
            elif draw < 0.28:
                continue
            elif draw < 0.30:
                value = hostile.file(self.random)
            changed.append((name, value))
        return urlsplit(action).path or path, changed

    def _body(self, fields):
        draw = self.random.random()
        if draw < 0.1:
            return hostile.value(self.random).encode(errors="replace"), self.random.choice(hostile.CONTENT_TYPES)
        if draw < 0.5:
            pairs = [(name, value if isinstance(value, str) else "file") for name, value in fields]
            return urlencode(pairs), "application/x-www-form-urlencoded"
        data = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        return encode_multipart(BOUNDARY, data), f"multipart/form-data; boundary={BOUNDARY}"


@pytest.fixture
def _quiet():
    """Thousands of refusals are as they should be; nobody reads them."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.django_db
@pytest.mark.usefixtures("_quiet")
@pytest.mark.share(0.75)
def test_no_request_is_answered_with_500(run):
    w = world.build()
    every, known = addresses.every(), addresses.known(w)
    broken = {}  # where it broke → the first request that broke it
    with time_machine.travel(w.now, tick=False):
        visitors = {role: Visitor(user, run.random) for role, user in w.people.items()}
        for number in run:
            role, address = run.random.choice(world.ROLES), run.random.choice(every)
            visitor = visitors[role]
            point = transaction.savepoint()
            try:
                response = visitor.send(addresses.path_of(address, known, run.random))
                if response.status_code >= 500 and address.name != "readyz":
                    broken.setdefault((response.status_code, address.pattern), (number, role, visitor.sent))
                if response.streaming:
                    b"".join(response.streaming_content)
            except Exception:
                broken.setdefault(traceback.format_exc(limit=-3), (number, role, visitor.sent))
            transaction.savepoint_rollback(point)
            cache.clear()
    told = [f"{where}\n  by {request!r:.1500}" for where, request in broken.items()]
    assert not told, f"FUZZ_SEED={run.seed}\n" + "\n".join(told)
