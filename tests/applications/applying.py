"""Instants and people the tests of applications share."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from django.db import connection

import cohorts.scenarios as cohorts
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal

SECOND = timedelta(seconds=1)


def opening(cohort):
    """Two days after applications opened."""
    return cohorts.instant(cohort, "applications", days=2)


def deadline(cohort):
    return cohort.window("applications").ends_at


def signed_in(client, person):
    client.force_login(person.user)
    return client


def said(response):
    """The messages a page shows after a redirect."""
    return [str(message) for message in response.context["messages"]]


def letters():
    """``{(letter, reader): how many}`` of the e-mails recorded so far."""
    emails = Message.objects.filter(channel="email", letter__startswith="applications/mail/").select_related("person")
    return Counter((email.letter.removeprefix("applications/mail/"), str(email.person)) for email in emails)


def race(*acts):
    """Run functions at once, each in a thread with its own connection. Returns what each returned, or its Refusal."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
