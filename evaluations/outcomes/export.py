"""Outcomes as rows, for the page, the command and the table: always a number with what it is out of."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .count import FOLLOW_UPS, Outcomes, Ratio

PEOPLE = ("places", "mentees", "mentors", "before_lists")
RATIOS = ("completed", "maintainers", "became_maintainers", "became_mentors", "became_triagers", "returning_mentors")


def labels() -> dict[str, str]:
    """What each ratio says, by name."""
    return {
        "completed": _("completed the program"),
        "maintainers": _("are maintainers today"),
        "became_maintainers": _("became maintainers after they began"),
        "became_mentors": _("mentored in a later cohort"),
        "became_triagers": _("say that they triage"),
        "returning_mentors": _("mentors who had mentored before"),
    }


def before_lists() -> str:
    """What ``Outcomes.before_lists`` says."""
    return _("mentees whose first day lies before the first known maintainers list")


def windows(on: date) -> dict[str, str]:
    """Of whom each ratio is, and until when, by name."""
    until = {"day": date_format(on, "j F Y")}
    return {
        "completed": _("of the mentees whose place has ended"),
        "maintainers": _("of all mentees, on %(day)s") % until,
        "became_maintainers": _("of those not on the list of their first day, where one is known, until %(day)s")
        % until,
        "became_mentors": _("of all mentees, until %(day)s") % until,
        "became_triagers": _("of those asked 3, 6 or 12 months after recognition"),
        "returning_mentors": _("of the mentors, in an earlier cohort"),
    }


def as_data(each: Sequence[Outcomes], everything: Outcomes, on: date) -> dict:
    """JSON-able; a ratio is ``{"n": 3, "of": 10}``."""
    return {"on": on.isoformat(), "cohorts": [_data(row) for row in each], "all": _data(everything)}


def _data(row: Outcomes) -> dict:
    ratios = {name: _ratio(getattr(row, name)) for name in RATIOS}
    active = {
        f"active_after_{months}": _ratio(row.active[months]) | {"asked": row.asked[months]} for months in FOLLOW_UPS
    }
    return {"name": row.name} | {name: getattr(row, name) for name in PEOPLE} | ratios | active


def _ratio(ratio: Ratio) -> dict:
    return {"n": ratio.n, "of": ratio.of}


def table(each: Sequence[Outcomes], everything: Outcomes) -> Iterator[Iterable]:
    """The head, a row per cohort and one for all; each ratio in two columns."""
    names = [*RATIOS, *(f"active_after_{months}" for months in FOLLOW_UPS)]
    yield ["cohort", *PEOPLE, *(column for name in names for column in (name, f"{name}_of"))]
    for row in [*each, everything]:
        ratios = [getattr(row, name) for name in RATIOS] + [row.active[months] for months in FOLLOW_UPS]
        cells = [cell for ratio in ratios for cell in (ratio.n, ratio.of)]
        yield [row.name or "all", *(getattr(row, name) for name in PEOPLE), *cells]


def in_words(ratio: Ratio) -> str:
    """3 of 10 (30 %)."""
    if ratio.percent is None:
        return "–"
    return _("%(n)d of %(of)d (%(percent)d %%)") % {"n": ratio.n, "of": ratio.of, "percent": ratio.percent}
