"""What the maintainers list said on a day. Eligibility asks here.

snapshot = Snapshot.objects.known_on(date)               # None: no list had been read by then
match = Maintainer.objects.on(date).match(github_id=…, github_login=…)
lookup = Maintainer.objects.on(date).lookup()            # one query, then lookup.match(…) for many people
"""

import enum
from dataclasses import dataclass

from django.db import models
from django.db.models import Q


class Matched(enum.Enum):
    BY_ID = "id"
    BY_LOGIN = "login"  # one of the two numeric ids is unknown
    DIFFERENT_ID = "different id"  # the same login, but both ids are known and differ: perhaps somebody else


@dataclass(frozen=True)
class Match:
    """The entry found, and how sure that is. ``entry`` is a Maintainer, ``matched`` a Matched."""

    entry: models.Model
    matched: Matched


class Lookup:
    """The entries of one day, to be asked about many people without another query."""

    def __init__(self, entries):
        entries = list(entries)
        self._by_id = {entry.github_id: entry for entry in entries if entry.github_id}
        self._by_login = {entry.github_login.lower(): entry for entry in entries}

    def match(self, *, github_id=None, github_login="") -> Match | None:
        """The entry of this GitHub account: by numeric id first (names change), else by login in any case."""
        if github_id and github_id in self._by_id:
            return Match(self._by_id[github_id], Matched.BY_ID)
        entry = self._by_login.get(github_login.lower()) if github_login else None
        if entry is None:
            return None
        both_known = github_id and entry.github_id
        return Match(entry, Matched.DIFFERENT_ID if both_known else Matched.BY_LOGIN)


class MaintainerQuerySet(models.QuerySet):
    def current(self):
        return self.filter(until=None)

    def on(self, date):
        """Who stood on the list that day. Whoever left on a day is not on it that day."""
        return self.filter(Q(until=None) | Q(until__gt=date), since__lte=date)

    def lookup(self) -> Lookup:
        return Lookup(self)

    def match(self, *, github_id=None, github_login="") -> Match | None:
        """See ``Lookup.match``; in one query."""
        wanted = Q(pk=None)
        if github_id:
            wanted |= Q(github_id=github_id)
        if github_login:
            wanted |= Q(github_login__iexact=github_login)
        return self.filter(wanted).lookup().match(github_id=github_id, github_login=github_login)


class SnapshotQuerySet(models.QuerySet):
    def known_on(self, date):
        """The newest list not after the date, or None: nothing is known about that day."""
        return self.filter(as_of__lte=date).order_by("-as_of").first()
