"""All certificates of a cohort of 1,300, issued by a worker that is killed in the middle and gone on with by the next.

    python -m tests.bench.certificates [1300]

Each step is a transaction of its own: a certificate and its letter. Prints where the worker was killed, that nobody
has two certificates or two letters, how many were issued in a second, and how many PDFs one process sets in a second.
On a database of its own: PostgreSQL after ``python -m tests.servers --``, else SQLite in a temporary folder.
"""

import os
import sys
import tempfile
import time
from collections import Counter

DATA = tempfile.TemporaryDirectory(prefix="certificates-")
os.environ["DATA_DIR"] = DATA.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amp_portal.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from amp_portal import jobs  # noqa: E402
from amp_portal.outbox.models import Message  # noqa: E402
from evaluations.models import Certificate  # noqa: E402
from evaluations.recognition import certificates, issuing  # noqa: E402
from mentorship import scenarios  # noqa: E402
from mentorship.models import Mentorship  # noqa: E402
from tests.killing import killed_midway  # noqa: E402
from tests.mentorship import crowd  # noqa: E402
from tests.outbox.processes import environment  # noqa: E402

PDFS = 50


def graduated(count):
    """``(cohort, now)``: that many have completed the program, nobody has a certificate."""
    example = scenarios.mentorship()
    crowd.join(example, count - 1)
    Mentorship.objects.update(state="completed")
    Message.objects.all().delete()  # of the way here
    return example.cohort, example.ends_at


def carried_on(job, now):
    """How many are left and how many seconds they take."""
    left, started = job.total - job.done, time.perf_counter()
    jobs.carry_on(job, now)
    return left, time.perf_counter() - started


def doubled():
    """How many have more or less than one certificate, or letter."""
    held = Counter(Certificate.objects.values_list("mentorship", flat=True))
    told = Counter(
        Message.objects.filter(letter="evaluations/mail/certificate_issued", channel="email").values_list(
            "person", flat=True
        )
    )
    return sum(number != 1 for number in [*held.values(), *told.values()]), len(held), len(told)


def main(count):
    call_command("migrate", verbosity=0)
    cohort, now = graduated(count)
    job = issuing.start(cohort, by=cohort.leads()[0].person, now=now)
    env = environment(DATA.name, DJANGO_SETTINGS_MODULE="amp_portal.settings")
    reached = killed_midway(job, count // 2, at=now, env=env)
    left, took = carried_on(job, now)
    job.refresh_from_db()
    wrong, holders, told = doubled()
    sample = list(Certificate.objects.select_related("mentorship__mentee", "mentorship__project__cohort")[:PDFS])
    started = time.perf_counter()
    size = sum(len(certificates.pdf(certificate)) for certificate in sample)
    setting = time.perf_counter() - started
    sys.stdout.write(
        f"{count:,} certificates ({connection.vendor}):\n"
        f"  the first worker was killed at {reached:,}, the next issued the other {left:,}; "
        f"{job.done:,} of {job.total:,} done\n"
        f"  {holders:,} hold one, {told:,} have the letter, {wrong} have more\n"
        f"  {left / took:,.0f} issued in a second, each a transaction with its letter\n"
        f"  {len(sample) / setting:,.0f} PDFs a second in one process, {size / len(sample) / 1000:.0f} KB each\n"
    )
    if wrong or (holders, told) != (count, count) or not job.is_finished:
        sys.exit(1)


if __name__ == "__main__":
    main(*(int(size) for size in sys.argv[1:] or ["1300"]))
