"""The simulated program of the suite, hour by hour: ``python -m tests.bench.silent_year [SEED]``.

Twenty weeks, 200 mentorships, a sweep and the post each hour; then everything recorded and sent is compared with the
reference that works by hand. Nothing is kept.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amp_portal.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from tests.mentorship.year import WEEKS, Year, check, live  # noqa: E402


def main(seed):
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
    main(int(sys.argv[1]) if sys.argv[1:] else 20270201)
