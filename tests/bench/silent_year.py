"""The simulated program of the suite: ``python -m tests.bench.silent_year [SEED] [--hourly]``.

A table first: 400 mentorships of each kind of writer, who of them is asked, and after how long. Then, where asked for,
twenty weeks of 200 mentorships hour by hour, a sweep and the post each hour; everything recorded and sent is compared
with the reference that works by hand. Nothing is kept.
"""

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amp_portal.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from tests.mentorship import rhythm  # noqa: E402
from tests.mentorship.year import WEEKS, Year, check, live  # noqa: E402

HEAD = f"{'400 mentorships of each kind':<50}{'asked':>8}{'too early':>11}{'never asked':>13}{'longest':>14}\n"


def table(seed):
    sys.stdout.write(HEAD)
    for kind in rhythm.KINDS:
        row = rhythm.simulate(kind, seed=seed)
        promised = "none" if kind.keeps_rhythm else f"≤ {kind.within} d"
        longest = f"{row.longest / timedelta(days=1):.1f} d" if row.asked else "–"
        sys.stdout.write(
            f"{kind.name:<50}{row.asked:>8}{row.too_early:>11}{row.never_asked:>13}{longest:>8} ({promised})\n"
        )


def hourly(seed):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PRODUCTION = True
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        year = Year(count=200, seed=seed, step=1)
        live(year)
        steps, letters = check(year)
        transaction.set_rollback(True)
    sys.stdout.write(
        f"{WEEKS} weeks of {len(year.lives)} mentorships, hour by hour ({connection.vendor}, seed {seed}): "
        f"{steps} steps and {letters} letters, each as the reference has it\n"
    )


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word.isdecimal()]
    chosen = int(given[0]) if given else 20270201
    table(chosen)
    if "--hourly" in sys.argv:
        hourly(chosen)
