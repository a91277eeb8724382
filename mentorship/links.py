"""Links in a mentorship's room to what other apps keep about it, each in its ``timeline.py``.

    @link
    def rounds(mentorship, now):
        yield Link(_("Midterm evaluation"), reverse(…), note=_("open until"), due=…)

In a constant number of queries.
"""

from dataclasses import dataclass
from datetime import datetime

from amp_portal.hooks import Hook


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


link = Hook()  # function(mentorship, now) -> Iterable[Link]
