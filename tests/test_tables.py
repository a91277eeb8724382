"""Tables for spreadsheets: one writer, read right by Excel, run by nothing."""

from decimal import Decimal
from pathlib import Path

import pytest

from amp_portal import tables

ROOT = Path(__file__).parents[1]


def test_a_table_says_that_it_is_utf_8_and_runs_no_formula():
    answer = tables.download("people", [["name", "n"], ["Émile, 東京", 3], ["=1+1", Decimal("-2.50")], [None, 'a "b"']])
    body = b"".join(answer.streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    assert body.decode("utf-8-sig").splitlines() == ["name,n", '"Émile, 東京",3', "'=1+1,-2.50", ',"a ""b"""']
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("word", ["csv.writer(", "text/csv"])
def test_every_table_is_written_by_the_one_writer(word):
    apps = [ROOT / name for name in ("amp_portal", "cohorts", "applications", "mentorship", "evaluations")]
    found = {
        path.relative_to(ROOT).as_posix() for app in apps for path in app.rglob("*.py") if word in path.read_text()
    }
    assert found - {"cohorts/admin/imports.py"} == {"amp_portal/tables.py"}  # what a file field accepts is no table
