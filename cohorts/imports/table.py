"""CSV text to rows of cleaned values, collecting every problem by line and column. Pure."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_slug
from django.utils.translation import gettext as _

from amp_portal import lines

from .problems import ImportRefused, Problem

YEARS = range(1970, 2200)
REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}")

_is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Row:
    """A line of the file by its number, with one cleaned value per column."""

    line: int
    values: dict[str, object]

    def __getitem__(self, column):
        return self.values[column]


def decode(content: bytes) -> str:
    """The text of a UTF-8 file, with or without a byte order mark. Raises ImportRefused naming the line."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ImportRefused([Problem(line, "", _("this is not UTF-8 text. Save the file as UTF-8."))]) from error


def read(text: str, columns: dict) -> tuple[list[Row], list[Problem]]:
    """Rows whose values are all well-formed, and the problems of the others.

    ``columns`` maps each expected header to a function of the text (a ``lines.line``) that returns the value or raises
    ValueError with what is wrong. Columns may come in any order; blank lines are skipped. Raises ImportRefused where
    not even the header fits.
    """
    records = _records(text)
    line, header = next(records, (1, []))
    _check_header(line, [name.strip() for name in header], list(columns))
    rows, problems = [], []
    for line, fields in records:
        if not any(field.strip() for field in fields):
            continue
        if len(fields) != len(header):
            found = {"found": len(fields), "expected": len(header)}
            problems.append(Problem(line, "", _("has %(found)s fields instead of %(expected)s.") % found))
            continue
        values, wrong = _clean(line, zip((name.strip() for name in header), fields, strict=True), columns)
        problems += wrong
        if not wrong:
            rows.append(Row(line, values))
    if not rows and not problems:
        raise ImportRefused([Problem(0, "", _("The file has no lines below its header."))])
    return rows, problems


def _records(text):
    """Each record with the number of its first line."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    first = 1
    try:
        for fields in reader:
            yield first, fields
            first = reader.line_num + 1
    except csv.Error as error:
        raise ImportRefused([Problem(first, "", _("can't be read as CSV: %(error)s.") % {"error": error})]) from error


def _check_header(line, found, expected):
    if sorted(found) != sorted(expected):
        words = _("The header should be “%(expected)s”, and is “%(found)s”.")
        raise ImportRefused([Problem(line, "", words % {"expected": ",".join(expected), "found": ",".join(found)})])


def _clean(line, cells, columns):
    values, wrong = {}, []
    for column, cell in cells:
        try:
            values[column] = columns[column](lines.line(cell))
        except ValueError as error:
            wrong.append(Problem(line, column, str(error)))
    return values, wrong


# What may stand in a column ------------------------------------------------------------------


def text(limit, *, optional=False):
    """Text of at most ``limit`` characters."""

    def clean(cell):
        if not cell and not optional:
            raise ValueError(_("is empty."))
        if len(cell) > limit:
            raise ValueError(_("is longer than %(limit)s characters.") % {"limit": limit})
        if cell and not lines.has_letter_or_number(cell):
            raise ValueError(_("has no letter and no number that can be seen."))
        return cell

    return clean


def name(limit):
    """The name of a person, or nothing."""

    def clean(cell):
        cell = text(limit, optional=True)(cell)
        if cell and not lines.has_letter(cell):
            raise ValueError(_("has no letter that can be seen."))
        if lines.holds_link(cell):
            raise ValueError(_("holds a link. A name has none."))
        return cell

    return clean


def slug(cell):
    """A short name for links."""
    try:
        validate_slug(cell)
    except ValidationError:
        raise ValueError(_("“%(cell)s” is not a short name like amp-2022.") % {"cell": cell}) from None
    return text(50)(cell).lower()


def login(cell):
    """A GitHub login."""
    if not LOGIN.fullmatch(cell):
        raise ValueError(_("“%(cell)s” is not a GitHub login.") % {"cell": cell})
    return cell


def repository(limit):
    """The address of a repository, for which owner/name on GitHub is enough; or nothing. It becomes a link."""

    def clean(cell):
        address = f"https://github.com/{cell}" if REPOSITORY.fullmatch(cell) else cell
        try:
            if address:
                _is_address(address)
        except ValidationError:
            raise ValueError(
                _("“%(cell)s” is neither a repository like owner/name nor a link.") % {"cell": cell}
            ) from None
        return text(limit, optional=True)(address)

    return clean


def day(cell):
    """A date, year first; of our time, so that it is one in every time zone."""
    try:
        found = datetime.strptime(cell, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, no instant
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise ValueError(_("“%(cell)s” is not a date like 2027-06-15.") % {"cell": cell})
    return found


def choice(*allowed, optional=False):
    """One of the words, in any case."""

    def clean(cell):
        if cell.lower() in allowed or (optional and not cell):
            return cell.lower()
        words = {"cell": cell, "allowed": ", ".join(allowed)}
        raise ValueError(_("“%(cell)s” is none of %(allowed)s.") % words)

    return clean


def check_dates(rows):
    """Problems of rows that end before they start."""
    text = _("is before starts_on.")
    return [Problem(row.line, "ends_on", text) for row in rows if row["ends_on"] < row["starts_on"]]
