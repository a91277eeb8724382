"""What the maintainers list said on a day. Eligibility asks here.

snapshot = Snapshot.objects.known_on(date)               # None: no list had been read by then
match = Maintainer.objects.on(date).match(github_id=…, github_login=…, earlier_logins=…)
"""

import enum
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce, Lower


class Matched(enum.Enum):
    BY_ID = "id"
    BY_LOGIN = "login"  # one of the two numeric ids is unknown
    DIFFERENT_ID = "different id"  # the same login, but both ids are known and differ: perhaps somebody else
    BY_EARLIER_LOGIN = "earlier login"  # of this account; the entry has no id, and logins get reused


@dataclass(frozen=True)
class Match:
    """The entry found, and how sure that is. ``entry`` is a Maintainer, ``matched`` a Matched."""

    entry: Any
    matched: Matched


class MaintainerQuerySet(models.QuerySet):
    def current(self):
        return self.filter(until=None)

    def on(self, date):
        """Who stood on the list that day. Whoever left on a day is not on it that day."""
        return self.filter(Q(until=None) | Q(until__gt=date), since__lte=date)

    def match(self, *, github_id=None, github_login="", earlier_logins=()) -> Match | None:
        """The entry of this GitHub account: by numeric id first (names change), else by login in any case. One query.

        Logins it had before are those given, and those under which the list had its id at any time.
        """
        login = github_login.lower()
        wanted = Q(pk=None)
        if github_id:
            same_id = self.model._base_manager.filter(github_id=github_id)
            wanted |= Q(github_id=github_id) | Q(listed_as__in=same_id.values(login=Lower("github_login")))
        if logins := {login, *map(str.lower, earlier_logins)} - {""}:
            wanted |= Q(listed_as__in=logins)
        entries = list(self.annotate(listed_as=Lower("github_login")).filter(wanted))
        found = [Match(entry, how) for entry in entries if (how := _how(entry, github_id, login))]
        return min(found, key=lambda match: SUREST.index(match.matched), default=None)


SUREST = (Matched.BY_ID, Matched.BY_LOGIN, Matched.DIFFERENT_ID, Matched.BY_EARLIER_LOGIN)


def _how(entry, github_id, login):
    """How an entry was found for an account; None where both ids are known, differ, and the login is an earlier one."""
    both_known = github_id and entry.github_id
    if both_known and entry.github_id == github_id:
        return Matched.BY_ID
    if entry.listed_as == login:
        return Matched.DIFFERENT_ID if both_known else Matched.BY_LOGIN
    return None if both_known else Matched.BY_EARLIER_LOGIN


class AttemptQuerySet(models.QuerySet):
    def trouble(self):
        """The last try, if it went ill, with ``since``: when the first of those in a row was. In one query."""
        ill = Q(succeeded=False) | ~Q(unreadable=[])
        every = self.model._base_manager
        well = every.exclude(ill).order_by("-pk").values("pk")[:1]
        first = every.filter(ill, pk__gt=Coalesce(Subquery(well), 0)).order_by("pk").values("at")[:1]
        last = self.annotate(since=Subquery(first)).order_by("-pk").first()
        return None if last is None or last.went_well else last


class SnapshotQuerySet(models.QuerySet):
    def known_on(self, date):
        """The newest list not after the date, or None: nothing is known about that day."""
        return self.filter(as_of__lte=date).order_by("-as_of").first()
