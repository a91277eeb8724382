"""What the organizers' and mentors' pages about applications cost: ``python -m tests.bench.applications [HOW_MANY]``.

Two sizes of a cohort, 30 and 3,000 applications. For each page: the number of queries, the same at both sizes and at
most 25; and what a row costs (from the database to the page) in bare template rows: the page's own rows, tags,
attributes and words, printed from plain values. Processor time, the fastest of several runs. Fails where one is over.
"""

import os
import re
import sys
import tempfile
import time

MOST_QUERIES, MOST_RATIO = 25, 3.0
FEW, MANY, REST = 30, 3000, 5  # the last page of a list has REST rows
RUNS = 40
VALUE = re.compile(r'(?<==")[^"]*(?=")|(?<=>)[^<>]+(?=<)')


def main(many=MANY):
    with tempfile.TemporaryDirectory(prefix="amp-bench-") as folder:
        _set_up(folder)
        from tests.bench import application_pages

        failures = application_pages.measure(FEW, many, sys.stdout)
    return 1 if failures else 0


def _set_up(folder):
    """Settings are made before Django is set up, so this comes first, once a process."""
    os.environ |= {"DATA_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3", "LOG_LEVEL": "ERROR"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amp_portal.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)


def cheapest(*runs):
    """Processor seconds of the fastest run of each, taken in turn."""
    took: list[list[float]] = [[] for _run in runs]
    for _ in range(RUNS):
        for run, times in zip(runs, took, strict=True):
            started = time.process_time()
            run()
            times.append(time.process_time() - started)
    return [min(times) for times in took]


def rows_of(page):
    """The rows of a page's list, as they are written."""
    body = page.rpartition("<tbody>")[2].partition("</tbody>")[0] if "<tbody>" in page else ""
    return re.findall(r"<tr>.*?</tr>", body, re.S)


def bare(rows):
    """``(source, values)``: a template that prints the same rows from plain values, tag by tag."""
    from django.template import engines

    kinds, values = {}, []
    for row in rows:
        found = iter(range(10_000))
        source = VALUE.sub(lambda _match, found=found: f"{{{{ row.v{next(found)} }}}}", row)
        texts = {f"v{number}": text for number, text in enumerate(VALUE.findall(row))}
        kinds.setdefault(source, len(kinds))
        values.append(texts | {"kind": kinds[source]})
    source = "".join(f"{{% if row.kind == {kind} %}}{text}{{% endif %}}" for text, kind in kinds.items())
    if len(kinds) == 1:
        source = next(iter(kinds))
    template = engines["django"].from_string("{% for row in rows %}" + source + "{% endfor %}")
    return template, values


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
