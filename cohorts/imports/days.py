"""Days as spreadsheets write them, wherever they can mean one day only. Pure."""

import re
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

YEARS = range(1970, 2200)  # so that it is a day in every time zone

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_REST = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember")
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_MIDNIGHT = re.compile(r"[ T]0?0:00(:00)?(\.0+)?Z?$")
_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})")
_DOTTED = re.compile(r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\. ?(?P<year>\d{4})")
_IN_WORDS = (
    re.compile(rf"(?P<day>\d{{1,2}})[ /-]{_MONTH},?[ /-](?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(rf"(?P<day>\d{{1,2}})-{_MONTH}-(?P<short_year>\d\d)", re.IGNORECASE),
    re.compile(rf"{_MONTH} (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})", re.IGNORECASE),
)
_EITHER_WAY = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})")
_NUMBER = re.compile(r"\d{5}(\.0+)?")


class Days:
    """Columns of days in one file. A cell like 15/06/2027 shows whether 05/06/2027 there is of May or of June."""

    def __init__(self, cells: Iterable[str] = ()):
        pairs = [(int(found[1]), int(found[3])) for cell in cells if (found := _EITHER_WAY.fullmatch(_bare(cell)))]
        self._day_first = any(first > 12 for first, _second in pairs)
        self._month_first = any(second > 12 for _first, second in pairs)

    def __call__(self, cell: str) -> date:
        """Raises ValueError with what is wrong."""
        found = self._day(_bare(cell))
        if found is None or found.year not in YEARS:
            raise ValueError(_("“%(cell)s” is not a date like 2027-06-15.") % {"cell": cell})
        return found

    def how(self, cell: str) -> str:
        """In which order a cell was read, for people."""
        bare = _bare(cell)
        if _YEAR_FIRST.fullmatch(bare):
            return _("year, month, day")
        if found := _EITHER_WAY.fullmatch(bare):
            return _("day, month, year") if self._is_day_first(int(found[1]), int(found[3])) else _("month, day, year")
        return _("day, month, year") if _DOTTED.fullmatch(bare) else _("with the month in words")

    def _day(self, cell):
        if _NUMBER.fullmatch(cell):
            words = _("“%(cell)s” is a spreadsheet's number for a day. Format the column as dates, and save it again.")
            raise ValueError(words % {"cell": cell})
        if found := _YEAR_FIRST.fullmatch(cell) or _DOTTED.fullmatch(cell):
            return _date(found["year"], found["month"], found["day"])
        if found := _EITHER_WAY.fullmatch(cell):
            first, second = int(found[1]), int(found[3])
            day, month = (first, second) if self._is_day_first(first, second) else (second, first)
            return _date(found[4], month, day)
        return _in_words(cell)

    def _is_day_first(self, first, second):
        if first > 12 or second > 12 or first == second:
            return first > 12
        if self._day_first == self._month_first:
            words = _("“%(first)s/%(second)s” can be two days. Write the date like 2027-06-15.")
            raise ValueError(words % {"first": first, "second": second})
        return self._day_first


def _bare(cell):
    return _WEEKDAY.sub("", _MIDNIGHT.sub("", cell.strip()))


def _in_words(cell):
    for pattern in _IN_WORDS:
        if found := pattern.fullmatch(cell):
            parts = found.groupdict()
            month = _month(parts["month"].lower())
            return month and _date(parts.get("year") or f"20{parts['short_year']}", month, parts["day"])
    return None


def _month(name):
    """The number of a month by its English name, whole or cut short."""
    if name[:3] not in _MONTHS:
        return None
    number = _MONTHS.index(name[:3])
    return number + 1 if (_MONTHS[number] + _REST[number]).startswith(name) else None


def _date(year, month, day):
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
