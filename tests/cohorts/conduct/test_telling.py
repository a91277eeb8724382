"""The handlers' e-mails about conduct: without content, few, and without the hour of a report."""

from datetime import UTC, timedelta

import pytest
from django.urls import reverse

from amp_portal.outbox import health
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from cohorts.conduct import telling
from cohorts.conduct.models import ConductReport
from cohorts.conduct.scenarios import report

from . import SAID

pytestmark = pytest.mark.django_db


def test_forty_reports_in_a_row_are_forty_reports_and_one_email_an_hour(cohort, hana, iker, at, now, mailoutbox):
    client = at(None)
    form = reverse("cohorts:conduct-report", args=[cohort.slug])
    answers = [client.post(form, SAID | {"once": f"{number:032}"}).status_code for number in range(40)]
    drain(now)
    assert (answers, ConductReport.objects.count()) == ([200] * 40, 40)
    assert sorted(mail.to[0] for mail in mailoutbox) == [hana.email, iker.email]
    later = now + timedelta(hours=1)
    assert telling.tell_of_the_rest(later) == {"told": 2}
    assert telling.tell_of_the_rest(later) == {"told": 0}
    drain(later)
    assert len(mailoutbox) == 4
    assert telling.tell_of_the_rest(later + timedelta(hours=1)) == {"told": 0}


def test_what_a_reporter_adds_is_told_as_sparingly(cohort, hana, now, mailoutbox):
    found = report(cohort, now)
    for number in range(5):
        found.hear(f"And {number}.", now=now)
    drain(now)
    assert len(mailoutbox) == 1


def test_somebody_else_who_may_read_it_is_told_at_once(cohort, hana, iker, now, mailoutbox):
    report(cohort, now, keep_from=[iker])
    report(cohort, now)
    drain(now)
    assert sorted(mail.to[0] for mail in mailoutbox) == [hana.email, iker.email]


def test_the_row_of_a_handlers_email_keeps_only_the_day(cohort, hana, now):
    """Neither when it was written nor when it went out tells the moment of an anonymous report."""
    report(cohort, now)
    drain(now + timedelta(seconds=3))
    [row] = Message.objects.values()
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    moments = {name: value for name, value in row.items() if hasattr(value, "hour")}
    assert moments == dict.fromkeys(["created_at", "send_after", "sent_at"], midnight)


def test_a_letter_that_keeps_only_its_day_is_not_late_the_same_day(cohort, hana, now):
    report(cohort, now)
    assert health.checks(now)["outbox"]["ok"]
    assert not health.checks(now + timedelta(days=2))["outbox"]["ok"]
