"""Working through what waits, one after the other."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Queue:
    """Where something stands among what waits. Links are None where there is nothing.

    ``position`` counts from 1, 0 for what does not wait (any more). ``onward`` is where to go once it is decided.
    """

    position: int
    total: int
    previous: str | None
    following: str | None
    onward: str | None


def around(keys: Iterable[Hashable], key: Hashable, url: Callable[..., str]) -> Queue:
    """``keys`` are those of everything that waits, in order; ``url(key)`` is the page of one."""
    keys = list(keys)
    at = keys.index(key) if key in keys else -1
    after, before = keys[at + 1 :], keys[: max(at, 0)]

    def first(some):
        return url(some[0]) if some else None

    return Queue(
        position=at + 1,
        total=len(keys),
        previous=first(before[-1:]),
        following=first(after),
        onward=first(after + before),
    )
