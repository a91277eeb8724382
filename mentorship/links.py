"""Links in a mentorship's room to what other apps keep about it. They register here; this app knows nothing about them.

    @link
    def rounds(mentorship):
        yield Link(_("Midterm evaluation"), reverse(…))

In a constant number of queries. Import it from the app's ``apps.ready``.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    title: str
    url: str


_LINKS: list[Callable] = []


def link(function):
    """Register ``function(mentorship) -> Iterable[Link]``."""
    _LINKS.append(function)
    return function


def of(mentorship) -> list[Link]:
    """All links of all apps."""
    return [made for build in _LINKS for made in build(mentorship)]
