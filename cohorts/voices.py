"""Who is quoted on the front page: what organizers wrote down in the admin, and what other apps know.

    @quoted
    def testimonials(limit):
        yield Quote(name, role, words, cohort)

An app registers its own in at most two queries; the first so many are shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, islice

from .models import Cohort, Voice


@dataclass(frozen=True)
class Quote:
    """With the consent of whoever said it."""

    name: str
    role: str
    words: str
    cohort: Cohort


_SOURCES: list[Callable] = []


def quoted(function):
    """Register ``function(limit) -> Iterable[Quote]``."""
    _SOURCES.append(function)
    return function


def shown(limit) -> list:
    """Quotes and Voices, at most so many."""
    told = chain.from_iterable(build(limit) for build in _SOURCES)
    return list(islice(chain(told, Voice.objects.shown().select_related("cohort")[:limit]), limit))
