"""A suspension takes two people to last, ends by itself otherwise, and can be undone by a superuser."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

import mentorship.scenarios as mentoring
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.merging import merge
from amp_portal.users.models import User
from amp_portal.users.scenarios import person
from cohorts import scenarios
from cohorts.conduct import keeping, lasting
from cohorts.conduct.models import ConductReport, ConductSuspension
from cohorts.conduct.scenarios import report

from . import SECRET, text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WEEK = 7 * DAY
PAGE = "cohorts:conduct-suspensions"


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root@example.org", "correct horse battery", name="Rut Root").person


@pytest.fixture
def sid(cohort, now):
    return scenarios.mentor(cohort, person("Sid Suspended"), now=now)


@pytest.fixture
def found(cohort, hana, now):
    return report(cohort, now, body=SECRET, code="AAAAA-AAAAA-AAAAA-AAAAA")


def visit(somebody, name, at, *args, post=None):
    with time_machine.travel(at, tick=False):
        client = Client()
        if somebody:
            client.force_login(somebody.user)
        path = reverse(name, args=args)
        return client.get(path) if post is None else client.post(path, post)


def suspend(found, sid, hana, now):
    ConductReport.objects.get(pk=found.pk).suspend(sid, by=hana, now=now)
    return ConductSuspension.objects.get(ended_at=None, report=found)


def step(found, name, by, at, who):
    return visit(by, f"cohorts:conduct-{name}", at, found.public_id, post={"person": who.pk})


def opens(somebody, at):
    return visit(somebody, "home", at).status_code == 200


def letters_to(somebody):
    return Message.objects.filter(person=somebody, letter__in=["cohorts/mail/conduct_waiting", OUTSIDE]).count()


OUTSIDE = "cohorts/mail/suspension_waiting"


def test_it_ends_after_seven_days_by_itself(found, sid, hana, now, mailoutbox):
    suspend(found, sid, hana, now)
    page = visit(sid, "home", now)
    assert (page.status_code, "12 July 2027" in text(page)) == (403, True)
    assert not opens(sid, now + WEEK - timedelta(seconds=1))
    assert opens(sid, now + WEEK)
    assert lasting.end_and_remind(now + WEEK) == {"ended": 1}
    sid.refresh_from_db()
    assert (sid.suspended_at, sid.suspended_until) == (None, None)
    drain(now + WEEK)
    subjects = [mail.subject for mail in mailoutbox if mail.to == [sid.email] and "access" in mail.subject]
    assert subjects == ["Your access is paused for now", "Your access is open again"]


def test_a_second_handler_confirms_it_and_it_lasts_until_lifted(found, sid, hana, iker, cohort, now):
    found.delete()
    found = report(cohort, now)
    suspend(found, sid, hana, now)
    step(found, "confirm", hana, now, sid)
    assert ConductSuspension.objects.get().confirmed_by is None
    step(found, "confirm", iker, now, sid)
    assert ConductSuspension.objects.get().confirmed_by == iker
    lasting.end_and_remind(now + 90 * DAY)
    assert not opens(sid, now + 90 * DAY)
    step(found, "lift", hana, now + 90 * DAY, sid)
    assert not opens(sid, now + 91 * DAY - timedelta(seconds=1))
    assert opens(sid, now + 91 * DAY)


def test_who_can_confirm_is_reminded_three_days_and_one_day_before(found, sid, hana, iker, cohort, now):
    found = report(cohort, now)
    before = letters_to(iker)
    suspend(found, sid, hana, now)
    counts = []
    for days in (0, 3, 4, 5, 6, 6.5):
        lasting.end_and_remind(now + days * DAY)
        lasting.end_and_remind(now + days * DAY)
        counts.append(letters_to(iker) - before)
    assert counts == [1, 1, 2, 2, 3, 3]
    assert letters_to(hana) == 1


def test_nobody_is_reminded_of_what_is_confirmed(found, sid, hana, iker, cohort, now):
    found = report(cohort, now)
    suspend(found, sid, hana, now)
    step(found, "confirm", iker, now, sid)
    before = letters_to(iker)
    lasting.end_and_remind(now + 6 * DAY)
    assert letters_to(iker) == before


def test_without_another_handler_the_arbiter_confirms_and_sees_person_and_dates_only(
    found, sid, hana, cohort, root, now
):
    cohort.arbiter = person("Arno Arbiter")
    cohort.save()
    suspend(found, sid, hana, now)
    assert (letters_to(cohort.arbiter), letters_to(root)) == (1, 0)
    page = text(visit(cohort.arbiter, PAGE, now))
    assert "Sid Suspended" in page
    assert "12 July 2027" in page
    assert not [word for word in (SECRET, "Hana Quist", str(found.public_id)) if word in page]
    assert visit(cohort.arbiter, "cohorts:conduct-handle", now, found.public_id).status_code == 404
    assert visit(cohort.arbiter, "cohorts:conduct-suspension-lift", now, post={"person": sid.pk}).status_code == 403
    visit(cohort.arbiter, "cohorts:conduct-suspension-confirm", now, post={"person": sid.pk})
    assert ConductSuspension.objects.get().confirmed_by == cohort.arbiter
    assert "Sid Suspended" not in text(visit(cohort.arbiter, PAGE, now))


def test_without_an_arbiter_a_superuser_it_does_not_concern(cohort, sid, hana, root, now):
    other = User.objects.create_superuser("two@example.org", "correct horse battery", name="Toa Two").person
    found = report(cohort, now, about="Rut Root")
    suspend(found, sid, hana, now)
    assert (letters_to(root), letters_to(other)) == (0, 1)
    visit(root, "cohorts:conduct-suspension-confirm", now, post={"person": sid.pk})
    assert ConductSuspension.objects.get().confirmed_by is None
    visit(other, "cohorts:conduct-suspension-confirm", now, post={"person": sid.pk})
    assert ConductSuspension.objects.get().confirmed_by == other


def test_where_another_handler_can_confirm_nobody_outside_does(cohort, sid, hana, iker, root, now):
    suspend(report(cohort, now), sid, hana, now)
    visit(root, "cohorts:conduct-suspension-confirm", now, post={"person": sid.pk})
    assert ConductSuspension.objects.get().confirmed_by is None
    assert letters_to(root) == 0


def test_a_superuser_lifts_one_with_a_reason(found, sid, hana, root, now, mailoutbox):
    suspend(found, sid, hana, now)
    lift = "cohorts:conduct-suspension-lift"
    assert visit(root, lift, now, post={"person": sid.pk}).status_code == 422
    visit(root, lift, now, post={"person": sid.pk, "reason": "Nobody knows of anything."})
    row = ConductSuspension.objects.get()
    assert (row.lifted_by, row.reason) == (root, "Nobody knows of anything.")
    assert opens(sid, now + DAY)
    assert "Nobody knows of anything." in text(visit(hana, "cohorts:conduct-handle", now, found.public_id))
    assert SECRET not in text(visit(root, PAGE, now))


def test_nobody_lifts_or_confirms_their_own(cohort, found, hana, root, now):
    scenarios.mentor(cohort, root, now=now)
    row = suspend(found, root, hana, now)
    post = {"person": root.pk, "reason": "It is me."}
    for name in ("lift", "confirm"):
        assert visit(root, f"cohorts:conduct-suspension-{name}", now, post=post).status_code == 403
        kwargs = {"reason": "x"} if name == "lift" else {}
        with pytest.raises(Refusal, match="Somebody else"):
            getattr(row, name)(by=root, now=now, **kwargs)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConductSuspension.objects.update(lifted_by=root, lifted_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConductSuspension.objects.update(confirmed_by=hana, confirmed_at=now)


def test_a_handler_can_not_go_on_alone_with_another_report(cohort, found, sid, hana, now):
    """A made-up report costs nothing: a week of another one's access is all that one handler ever has."""
    suspend(found, sid, hana, now)
    second = report(cohort, now)
    with pytest.raises(Refusal, match="nobody confirmed it"):
        suspend(second, sid, hana, now + DAY)
    lasting.end_and_remind(now + WEEK)
    for each in (found, second):
        with pytest.raises(Refusal, match="nobody confirmed it"):
            suspend(each, sid, hana, now + WEEK)
    assert opens(sid, now + WEEK)


def test_the_reporter_sees_by_their_code_when_access_returns(found, sid, hana, now):
    suspend(found, sid, hana, now)

    def told(at):
        return " ".join(text(visit(None, "cohorts:conduct-code", at, post={"code": "AAAAA-AAAAA-AAAAA-AAAAA"})).split())

    assert "12 July 2027" in told(now)
    step(found, "lift", hana, now, sid)
    assert "returns on" in told(now)
    assert "6 July 2027" in told(now)
    assert not opens(sid, now + timedelta(hours=23))
    lasting.end_and_remind(now + DAY)
    assert "has access to the portal again" in told(now + DAY)


def test_access_stays_closed_while_another_report_closes_it(cohort, found, sid, hana, iker, now):
    suspend(found, sid, hana, now)
    second = report(cohort, now)
    suspend(second, sid, iker, now + 2 * DAY)
    lasting.end_and_remind(now + WEEK)
    assert not opens(sid, now + WEEK)
    assert "14 July 2027" in text(visit(sid, "home", now + WEEK))
    assert opens(sid, now + WEEK + 2 * DAY)


def test_the_closed_page_says_whom_to_turn_to_and_nothing_of_the_report(found, sid, hana, now):
    suspend(found, sid, hana, now)
    page = text(visit(sid, "home", now))
    assert "help@outside.example" in page
    assert not [word for word in (SECRET, "Hana", "report", "onduct") if word in page]


def test_the_letter_says_as_much(found, sid, hana, now, mailoutbox):
    suspend(found, sid, hana, now)
    drain(now)
    [mail] = [mail for mail in mailoutbox if mail.to == [sid.email] and "access" in mail.subject]
    assert "12 July 2027" in mail.body
    assert "help@outside.example" in mail.body
    assert not [word for word in (SECRET, "Hana", "report", "onduct") if word in mail.body]


def test_a_join_keeps_suspension_and_exclusion_even_of_both(cohort, found, hana, iker, root, now):
    known, account = person("K. Nown", account=False), person("Ace Count")
    suspend(found, known, hana, now)
    second = report(cohort, now)
    for somebody, by in ((known, iker), (account, iker)):
        ConductReport.objects.get(pk=second.pk).suspend(somebody, by=by, now=now)
    ConductReport.objects.get(pk=second.pk).confirm(known, by=hana, now=now)
    known.refresh_from_db()
    account.refresh_from_db()
    merge(known, account)
    account.refresh_from_db()
    assert (account.suspended_at, account.suspended_until) == (now, None)
    rows = ConductSuspension.objects.filter(person=account, ended_at=None).order_by("report_id")
    assert [(row.report_id, row.confirmed_by) for row in rows] == [(found.pk, None), (second.pk, hana)]
    assert not found.opens_for(account)


def test_one_that_runs_outlives_its_report(cohort, found, sid, hana, iker, root, now):
    found = report(cohort, now)
    suspend(found, sid, hana, now)
    step(found, "confirm", iker, now, sid)
    ConductReport.objects.update(cohort=None)
    keeping.delete_old(now)
    assert not ConductReport.objects.exists()
    assert not opens(sid, now + 30 * DAY)
    visit(root, "cohorts:conduct-suspension-lift", now, post={"person": sid.pk, "reason": "It is over."})
    lasting.end_and_remind(now + DAY)
    assert opens(sid, now + DAY)


def test_a_question_waits_while_its_author_has_no_access(cohort, found, hana, now):
    mentorship = mentoring.mentorship(cohort)
    mentee = mentorship.mentee
    suspend(found, mentee, hana, now)
    assert visit(mentee, "mentorship:room", now, mentorship.pk).status_code == 403


def test_the_page_is_closed_to_everybody_else(cohort, sid, lead, now):
    assert [visit(who, PAGE, now).status_code for who in (sid, lead)] == [403, 403]


def test_a_handler_without_access_counts_for_nothing(cohort, sid, hana, iker, root, now):
    """Neither to confirm what another one did alone, nor as somebody who reads a report."""
    suspend(report(cohort, now), sid, hana, now)
    scenarios.mentor(cohort, iker, now=now)
    suspend(report(cohort, now), iker, hana, now)
    row = ConductSuspension.objects.get(person=sid)
    assert (row.handlers_to_confirm(), root in row.outsiders()) == ([], True)
    hana.user.is_active = False
    hana.user.save()
    with pytest.raises(Refusal, match="Nobody here could read"):
        report(cohort, now)
