"""Tables for spreadsheets (CSV), written line by line. What a spreadsheet would take for a formula is made text."""

import csv
from collections.abc import Iterable, Iterator
from numbers import Number

from django.http import StreamingHttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # and their full-width forms
MARK = "\ufeff"  # Excel takes a file without it for one of the machine's own code page


def safe(value) -> str:
    """A cell no spreadsheet runs: a quote before what begins like a formula (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) and not isinstance(value, Number) else text


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line):
        return line


def lines(rows: Iterable[Iterable]) -> Iterator[str]:
    """Rows of cells as CSV, each cell safe."""
    writer = csv.writer(Echo())
    yield MARK
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


def download(name: str, rows: Iterable[Iterable]) -> StreamingHttpResponse:
    """The answer to whoever asks for a table: a file of this name, sent as its rows are read."""
    answer = StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer
