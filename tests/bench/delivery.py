"""Delivering letters against handing the same e-mails to the same server with smtplib: prints the ratio.

python -m tests.bench.delivery [LETTERS]
"""

import os
import smtplib
import sys
import tempfile
import time
from datetime import UTC, datetime

ONE_CONNECTION = 50  # letters, as a batch of the outbox


def main(count):
    with tempfile.TemporaryDirectory(prefix="amp-bench-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.outbox.settings",
            "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
            "DATA_DIR": folder,
            "PRODUCTION": "0",
            "MAIL_ALLOWLIST": "@example.org",
        }
        import django

        django.setup()
        measure(count)


def measure(count):
    from django.conf import settings
    from django.core.management import call_command

    from amp_portal.outbox.delivery import drain
    from amp_portal.outbox.letters import queue_all
    from amp_portal.users.models import Person
    from tests.mail import mail_server
    from tests.outbox.office import notices
    from tests.servers import HOST

    call_command("migrate", run_syncdb=True, verbosity=0)
    now = datetime.now(UTC)
    people = Person.objects.bulk_create(
        Person(name=f"P{number}", email=f"p{number}@example.org", time_zone="UTC") for number in range(count)
    )
    queue_all([notices.mail(f"mail/{person.pk}", person) for person in people], now)
    with mail_server() as server:
        server.use(settings)
        began = time.perf_counter()
        sent = drain(now)["sent"]
        ours = time.perf_counter() - began
        letters = list(server.letters)
        began = time.perf_counter()
        for start in range(0, len(letters), ONE_CONNECTION):
            with smtplib.SMTP(HOST, server.port) as connection:
                for letter in letters[start : start + ONE_CONNECTION]:
                    connection.send_message(letter)
        plain = time.perf_counter() - began
    print(f"{sent} letters: {sent / ours:.0f} a second; {ours / plain:.1f} times a plain loop of smtplib")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
