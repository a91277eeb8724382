"""A spreadsheet's text to rows of cleaned values, collecting every problem by line and column. Pure.

Headers come in any order and case, with commas, semicolons or tabs between them; what else a spreadsheet has (other
columns, blank lines, a line of totals) is left out, and ``Reading`` says so.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from amp_portal import lines
from amp_portal.folding import fold

from .days import Days
from .problems import ImportRefused, Problem

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
OTHER_HEADERS = {
    "github": ("github_login", "github_username", "github_handle", "github_profile", "login", "username"),
    "name": ("full_name", "participant"),
    "organization": ("organisation", "org"),
    "starts_on": ("start", "starts", "start_date"),
    "ends_on": ("end", "ends", "end_date"),
    "url": ("link",),
}
TOTALS = re.compile(r"(grand )?(total|totals|sum|summe|gesamt|insgesamt|somme|suma|totale|count|anzahl)\b.*")


@dataclass(frozen=True)
class Row:
    """A line of the file by its number, with one cleaned value per column."""

    line: int
    values: dict[str, object]

    def __getitem__(self, column):
        return self.values[column]


@dataclass(frozen=True)
class ColumnRead:
    """A column of the file by its header: as what it was read ("" where it was not), how, and its first value."""

    header: str
    column: str
    how: str = ""
    example: str = ""

    def __str__(self):
        if not self.column:
            return _("“%(header)s”: not read") % {"header": self.header}
        how = f"{self.column}, {self.how}" if self.how else self.column
        words = {"header": self.header, "how": how, "example": self.example or "–"}
        return _("“%(header)s”: read as %(how)s; first: %(example)s") % words


@dataclass(frozen=True)
class Reading:
    """How a file was read, for people; ``left_out`` are the numbers of the lines of totals."""

    delimiter: str
    columns: tuple[ColumnRead, ...] = ()
    left_out: tuple[int, ...] = ()

    @property
    def left_out_in_words(self):
        if not self.left_out:
            return ""
        return _("Left out as totals: line %(lines)s.") % {"lines": ", ".join(map(str, self.left_out))}

    def in_words(self):
        return "\n".join(filter(None, [*map(str, self.columns), self.left_out_in_words]))


@dataclass
class Table:
    """The rows whose values are all well-formed, the problems of the others, and how the file was read."""

    rows: list[Row]
    reading: Reading
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Columns:
    """What a list holds: by the name of each column a function of its cells (see ``cells``) or ``Days``.

    A file need not have those that are ``optional``; then they are empty.
    """

    cells: Mapping[str, Callable]
    optional: frozenset[str] = frozenset()

    def __iter__(self):
        return iter(self.cells)

    def named(self, header: str) -> str:
        """The column a header means, or ""."""
        plain = re.sub(r"[\W_]+", "_", fold(lines.line(header))).strip("_")
        others = (column for column, names in OTHER_HEADERS.items() if plain in names and column in self.cells)
        return plain if plain in self.cells else next(others, "")

    @property
    def required(self):
        return [column for column in self.cells if column not in self.optional]

    @property
    def may_be_missing(self):
        return [column for column in self.cells if column in self.optional]


def read(text: str, columns: Columns) -> Table:
    """Raises ImportRefused where not even the header fits."""
    delimiter, (line, header), records = _split(text.removeprefix("\ufeff"), columns)
    named = [columns.named(name) for name in header]
    _check_header(line, header, named, columns)
    kept, left_out, problems = _sort_out(records, named, columns)
    days = Days(cell for _line, fields in kept for cell in _of_days(fields, named, columns))
    cleaners = {column: days if isinstance(clean, Days) else clean for column, clean in columns.cells.items()}
    rows = []
    for line, fields in kept:
        values, wrong = _clean(line, named, fields, cleaners)
        problems += wrong
        if not wrong:
            rows.append(Row(line, values))
    if not rows and not problems:
        raise ImportRefused([Problem(0, "", _("The file has no lines below its header."))])
    reads = _reads(header, named, kept, rows, cleaners)
    return Table(rows, Reading(DELIMITERS[delimiter], reads, tuple(left_out)), problems)


def _split(text, columns):
    """The sign between cells by which most headers are known, the header, and the records below it, by their lines."""
    split = {}
    for sign in DELIMITERS:
        try:
            split[sign] = _below_blank(_records(text, sign))
        except ImportRefused:  # quotes that end before another sign
            continue
    if not split:
        split[","] = _below_blank(_records(text, ","))
    best = max(split, key=lambda sign: sum(bool(columns.named(name)) for name in split[sign][0][1]))
    return best, *split[best]


def _below_blank(records):
    """The first line with something in it (not Excel's own "sep=;"), and what follows."""
    for line, fields in records:
        if any(field.strip() for field in fields) and not fields[0].lower().startswith("sep="):
            return (line, fields), records
    return (1, [""]), records


def _records(text, delimiter):
    """Each record with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first = 1
    try:
        for fields in reader:
            yield first, fields
            first = reader.line_num + 1
    except csv.Error as error:
        raise ImportRefused([Problem(first, "", _("can't be read as CSV: %(error)s.") % {"error": error})]) from error


def _check_header(line, header, named, columns):
    found = ",".join(map(lines.line, header))
    if missing := [column for column in columns.required if column not in named]:
        words = _("There is no column %(missing)s. The header should be “%(expected)s”, and is “%(found)s”.")
        words %= {"missing": ", ".join(missing), "expected": ",".join(columns), "found": found}
        raise ImportRefused([Problem(line, "", words)])
    twice = {column for column in named if column and named.count(column) > 1}
    if twice:
        words = _("Two columns are read as %(column)s; the header is “%(found)s”.")
        raise ImportRefused([Problem(line, column, words % {"column": column, "found": found}) for column in twice])


def _sort_out(records, named, columns):
    """Lines with data, numbers of lines of totals, and problems of lines that are too short or too long."""
    kept, left_out, problems = [], [], []
    for line, fields in records:
        if not any(field.strip() for field in fields):
            continue
        if _is_total(fields, named, columns):
            left_out.append(line)
            continue
        while len(fields) > len(named) and not fields[-1].strip():
            fields = fields[:-1]
        if len(fields) == len(named):
            kept.append((line, fields))
            continue
        found = {"found": len(fields), "expected": len(named)}
        problems.append(Problem(line, "", _("has %(found)s fields instead of %(expected)s.") % found))
    return kept, left_out, problems


def _is_total(fields, named, columns):
    """It says so in its first cell, and lacks what every line has."""
    first = next(field for field in fields if field.strip())
    given = {column for column, field in zip(named, fields, strict=False) if field.strip()}
    return bool(TOTALS.fullmatch(fold(lines.line(first)))) and not given.issuperset(columns.required)


def _of_days(fields, named, columns):
    return [cell for column, cell in zip(named, fields, strict=True) if isinstance(columns.cells.get(column), Days)]


def _clean(line, named, fields, cleaners):
    cells = {column: lines.line(cell) for column, cell in zip(named, fields, strict=True) if column}
    values, wrong = {}, []
    for column, clean in cleaners.items():
        try:
            values[column] = clean(cells.get(column, ""))
        except ValueError as error:
            wrong.append(Problem(line, column, str(error)))
    return values, wrong


def _reads(header, named, kept, rows, cleaners):
    """How each column was read; nothing is said of one that has neither a header nor a cell."""
    reads, good = [], {row.line for row in rows}
    for place, (title, column) in enumerate(zip(header, named, strict=True)):
        cells = [lines.line(fields[place]) for _line, fields in kept]
        example = next((str(row[column]) for row in rows if row[column]), "") if column else ""
        clean = cleaners.get(column)
        how = _how(clean, [fields[place] for line, fields in kept if line in good]) if isinstance(clean, Days) else ""
        if title.strip() or any(cells):
            reads.append(ColumnRead(lines.line(title), column, how, example))
    return tuple(reads)


def _how(days, cells):
    return "; ".join(dict.fromkeys(days.how(lines.line(cell)) for cell in cells))


def check_dates(rows):
    """Problems of rows that end before they start."""
    text = _("is before starts_on.")
    return [Problem(row.line, "ends_on", text) for row in rows if row["ends_on"] < row["starts_on"]]
