"""Narrowing a list to one state: tabs with how many there are of each."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Tab:
    label: str
    count: int
    query: str  # what follows the question mark
    is_here: bool


def narrowing(choices, counts: dict[str, int], query: QueryDict, *, by="state", total=None) -> list[Tab]:
    """A tab for all and one for each of ``choices`` (value and label) that has any.

    ``by`` is the parameter they set; they keep the rest of ``query``. ``total`` is how many there are in all, where
    the choices overlap.
    """
    chosen = query.get(by, "") if query.get(by, "") in dict(choices) else ""
    everything = Tab(_("all"), sum(counts.values()) if total is None else total, _with(query, by, ""), not chosen)
    shown = [(value, label) for value, label in choices if counts.get(value) or value == chosen]
    return [
        everything,
        *(Tab(label, counts.get(value, 0), _with(query, by, value), value == chosen) for value, label in shown),
    ]


def _with(query, by, value):
    query = query.copy()
    query.pop("page", None)
    query.pop(by, None)
    if value:
        query[by] = value
    return query.urlencode()
