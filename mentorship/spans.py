"""Stretches of time as pairs of aware instants (or of days), from and until. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

Span = tuple[datetime, datetime]


def union(spans: Iterable[Span]) -> list[Span]:
    """The same time in stretches that neither touch nor overlap, in order."""
    joined: list[Span] = []
    for since, until in sorted(spans):
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        elif since < until:
            joined.append((since, until))
    return joined


def covers(spans: Iterable[Span], span: Span) -> bool:
    """Whether one of them holds all of this one."""
    return any(since <= span[0] and span[1] <= until for since, until in spans)


def when_all_are_away(people: Iterable[tuple[Span, list[Span]]]) -> list[Span]:
    """When somebody belongs to a group and everybody of it is away.

    ``people``: for each, from when until when they belong to it, and when they are away (as of ``union``).
    """
    people = list(people)
    edges = sorted({edge for belongs, away in people for span in (belongs, *away) for edge in span})
    together = []
    for span in pairwise(edges):
        members = [away for belongs, away in people if covers([belongs], span)]
        if members and all(covers(away, span) for away in members):
            together.append(span)
    return union(together)


def after(since: datetime, length: timedelta, without: Iterable[Span]) -> datetime:
    """The instant at which ``length`` has passed since, not counting the stretches ``without`` (as of ``union``)."""
    instant = since + length
    for begins, ends in without:
        if ends > since and begins < instant:
            instant += ends - max(begins, since)
    return instant
