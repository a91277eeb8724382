"""Links in a mentorship's room to what other apps keep about it. They register here; this app knows nothing about them.

    @link
    def rounds(mentorship, now):
        yield Link(_("Midterm evaluation"), reverse(…), note=_("open until"), due=…)

In a constant number of queries. Import it from the app's ``apps.ready``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Link:
    """Where it leads, a few words on how it stands, and the aware instant these words are about, or None.

    ``is_result``: to be shown first once the mentorship has ended.
    """

    title: str
    url: str
    note: str = ""
    due: datetime | None = None
    is_result: bool = False


_LINKS: list[Callable] = []


def link(function):
    """Register ``function(mentorship, now) -> Iterable[Link]``."""
    _LINKS.append(function)
    return function


def of(mentorship, now: datetime) -> list[Link]:
    """All links of all apps."""
    made: Iterable[Iterable[Link]] = (build(mentorship, now) for build in _LINKS)
    return [link for some in made for link in some]
