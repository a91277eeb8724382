"""What a sweep for silence costs with 1,000 and with 20,000 running mentorships, in the one statement that finds them.

    python -m tests.servers -- python -m tests.bench.silence [1000 20000]

Everybody has written twelve updates and had twelve answers, but twenty who have been silent for two weeks; one in a
hundred is on leave. Last, of 1,000 half fall silent at once: then writing down what follows is the work, so the sweep
is also compared with the time its own statements take in the database. Nothing is kept.
"""

import os
import sys
import time
import tracemalloc
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amp_portal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import OuterRef, Subquery  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from mentorship import scenarios, signs, silence  # noqa: E402
from mentorship.models import Entry  # noqa: E402
from tests.mentorship import crowd  # noqa: E402

WEEKS = 12
NOON = timedelta(hours=12)
SILENT = 20  # mentorships that fall silent at once, however many there are in all
BURST = (1_000, 500)  # mentorships, and how many of them in the burst
AWAY = 100  # one in so many

# The least that finds whom nobody has heard of: no leave, no cadence, nobody waiting, nothing recorded before.
PLAIN = """
    SELECT mentorship_id FROM mentorship_entry JOIN mentorship_mentorship ON mentorship_mentorship.id = mentorship_id
    WHERE state = 'active' AND side IN ('mentee', 'both')
    GROUP BY mentorship_id HAVING MAX(posted_at) <= %s - INTERVAL '8 days'
"""


def life(mentorship, mentor, weeks):
    """An update and its answer in each of these weeks."""
    common = {"mentorship": mentorship, "body": "", "links": ""}
    for week in range(weeks):
        wrote = mentorship.starts_at + timedelta(days=7 * week + 5)
        said = {"author": mentorship.mentee, "done": "Read the parser's tests.", "once": f"u{week}"}
        yield Entry(kind="update", side="mentee", posted_at=wrote, week=week + 1, **said, **common)
        reply = {"author": mentor, "once": f"a{week}", "posted_at": wrote + timedelta(days=1)}
        yield Entry(kind="feedback", side="mentors", **reply, **common)


def fill(count, silent):
    """``count`` mentorships, the first ``silent`` of them without the last two weeks. Returns when to look."""
    example = scenarios.mentorship()
    mentor, organizer = scenarios.lead_mentor(example), example.cohort.leads()[0].person
    everybody = [example, *crowd.join(example, count - 1)]
    now = example.starts_at + timedelta(days=7 * WEEKS) + NOON
    for start in range(0, count, 1000):
        entries = [
            entry
            for number, mentorship in enumerate(everybody[start : start + 1000], start)
            for entry in life(mentorship, mentor, WEEKS - 2 if number < silent else WEEKS)
        ]
        Entry.objects.bulk_create(entries, batch_size=5000)
    since = Entry.objects.signs_of_mentors().filter(
        mentorship=OuterRef("mentorship"), posted_at__gt=OuterRef("posted_at")
    )
    Entry.objects.asking().update(answered_by=Subquery(since.order_by("posted_at").values("pk")[:1]))
    on_leave = everybody[7::AWAY]
    today = now.date()
    days = (today, today + timedelta(days=3))
    crowd.on_leave(example.cohort, [(mentorship.mentee, *days) for mentorship in on_leave], by=organizer, now=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return now


def seconds(run, times=3):
    """The fastest of some runs, each undone."""
    took = []
    for _ in range(times):
        mark = transaction.savepoint()
        started = time.perf_counter()
        run()
        took.append(time.perf_counter() - started)
        transaction.savepoint_rollback(mark)
    return min(took)


def plain(now):
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [now])
        return cursor.fetchall()


def statements(now):
    """How many a sweep asks, the batches of one insert counted once; what it did; the seconds they took there."""
    mark = transaction.savepoint()
    with CaptureQueriesContext(connection) as captured:
        report = silence.sweep(now)
    transaction.savepoint_rollback(mark)
    asked = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    inserts = {" ".join(sql.split()[:3]) for sql in asked if sql.startswith("INSERT")}
    number = len([sql for sql in asked if not sql.startswith("INSERT")]) + len(inserts)
    return number, report, sum(float(query["time"]) for query in captured)


def peak(run):
    """The most memory that was held at once, in MB."""
    mark = transaction.savepoint()
    tracemalloc.start()
    run()
    most = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    transaction.savepoint_rollback(mark)
    return most


def measure(count, silent):
    now = fill(count, silent)
    number, report, asking = statements(now)
    finding, least = seconds(lambda: signs.worth_a_look(now)), seconds(lambda: plain(now))
    working = seconds(lambda: silence.sweep(now))
    most = peak(lambda: silence.sweep(now))
    silence.sweep(now)
    again = seconds(lambda: silence.sweep(now))
    sys.stdout.write(
        f"{count:,} mentorships, {silent} of them silent, {Entry.objects.count():,} entries ({connection.vendor}):\n"
        f"  {report['steps']} steps and {report['letters']} letters recorded in {number} statements, "
        f"{most:.1f} MB at most\n"
        f"  the statement that finds the silent: {finding:.3f} s; the least such statement: {least:.3f} s\n"
        f"  a sweep that records them: {working:.3f} s, {working / finding:.1f} times the statement, "
        f"{working / asking:.1f} times all its own\n"
        f"  a sweep with nothing to do: {again:.3f} s, {again / finding:.1f} times the statement, "
        f"{again / least:.1f} times the least\n"
    )


def main(sizes):
    call_command("migrate", verbosity=0)
    for count, silent in sizes:
        with transaction.atomic():
            measure(count, silent)
            transaction.set_rollback(True)


if __name__ == "__main__":
    main([(int(size), SILENT) for size in sys.argv[1:]] or [(1_000, SILENT), (20_000, SILENT), BURST])
