"""Opening things as everybody and noting who finds which word."""

from collections import defaultdict

from django.db import transaction

from .table import TABLE, word

WORDS = {name: word(name) for name in TABLE}


class Findings:
    """``{name of a secret: {role: where it was found}}``."""

    def __init__(self):
        self.found = defaultdict(dict)

    def look(self, text, role, where):
        for name, planted in WORDS.items():
            if planted in text:
                self.found[name].setdefault(role, where)

    @property
    def leaks(self):
        return {
            (name, role): where
            for name, roles in self.found.items()
            for role, where in roles.items()
            if role not in TABLE[name].readers
        }


def everything_of(response):
    """What the answer says; of a file whatever can be read in it, of a redirect where it leads."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="ignore") + response.get("Location", "")


def opened(clients, url, *, method="get", data=None):
    """``(role, text)`` of a request by each role; nothing it does stays."""
    for role, client in clients.items():
        sid = transaction.savepoint()
        yield role, everything_of(getattr(client, method)(url, data))
        transaction.savepoint_rollback(sid)
