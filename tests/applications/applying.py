"""Instants and people the tests of applications share."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from django.db import connection

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from applications.models import Selection

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


def left_to_offer(application, project, *, now):
    """The results gave it a place that the portal could not offer then: an organizer can, by hand. Returns it."""
    applying.reviewed(application, project=project, now=now)
    Selection.objects.create(
        application=application,
        outcome=Selection.Outcome.OFFER,
        project=project,
        track=application.submitted_version.track,
        decided_by=applying.organizer(application.cohort),
        decided_at=now,
        applied_at=now,
        held="It could not be done then.",
    )
    applying.published_results(application.cohort, now=now)
    return application
