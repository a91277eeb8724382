"""Who is quoted on the front page: what organizers wrote down in the admin, and what other apps know.

    @quoted
    def testimonials(limit):
        yield Quote(name, role, words, cohort)

An app adds its own in its ``voices.py``, in at most two queries; the first so many are shown.
"""

from dataclasses import dataclass
from itertools import chain, islice

from amp_portal.hooks import Hook

from .models import Cohort, Voice


@dataclass(frozen=True)
class Quote:
    """With the consent of whoever said it."""

    name: str
    role: str
    words: str
    cohort: Cohort


quoted = Hook()  # function(limit) -> Iterable[Quote]


def shown(limit) -> list:
    """Quotes and Voices, at most so many."""
    return list(islice(chain(quoted.gather(limit), Voice.objects.shown().select_related("cohort")[:limit]), limit))
