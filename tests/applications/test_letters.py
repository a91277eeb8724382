"""Every letter of this app can be read: it is delivered with its facts and a way to go on."""

import re
from datetime import timedelta

import applications.scenarios as applying
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.users.scenarios import person
from applications.models import Application

from .applying import left_to_offer


def test_all_letters_of_a_year_are_delivered(cohort, project, applicant, mentor, lead, now, mailoutbox, settings):
    settings.MAIL_ALLOWLIST = ["@example.org"]
    application = applying.submitted(cohort, applicant, projects=[project], now=now)
    application.withdraw(by=applicant, now=now)
    application.reopen(by=applicant, now=now)
    applying.submit(application, now=now)
    application.pass_on(by=lead, now=now)
    drain(now + timedelta(hours=12))
    left_to_offer(application, project, now=now)
    for answer in ("take_back", "decline", "accept"):
        offer = Application.objects.get(pk=application.pk).offer(project, "sponsored", by=lead, now=now)
        offer.extend(offer.answer_by.date() + timedelta(days=1), by=lead, now=now)
        drain(now)
        if answer == "take_back":
            offer.take_back(by=lead, now=now)
        elif answer == "decline":
            offer.decline(by=applicant, now=now)
            application = applying.in_review(cohort, person("Sue Second"), projects=[project], now=now)
            left_to_offer(application, project, now=now)
        else:
            offer.accept(by=offer.application.person, now=now, consent=True)
    applying.submitted(cohort, person("Dan"), projects=[project], now=now).decline("Try **again**.", by=lead, now=now)
    drain(now + timedelta(hours=36))

    letters = Message.objects.filter(channel="email", letter__startswith="applications/mail/")
    assert set(letters.values_list("state", flat=True)) == {"sent", "cancelled"}  # nobody reviews what has a place
    assert set(letters.filter(state="sent").values_list("letter", flat=True)) == {
        f"applications/mail/{name}"
        for name in (
            "submitted",
            "withdrawn",
            "declined",
            "to_review",
            "offered",
            "extended",
            "taken_back",
            "accepted",
            "turned_down",
            "answered",
        )
    }
    bodies = [mail.body for mail in mailoutbox]
    assert [body for body in bodies if "{{" in body or "{%" in body or "None" in body] == []
    assert any("Try **again**." in body for body in bodies)
    assert any(re.search(r"http://\S+/applications/\d+/", body) for body in bodies)


def test_whoever_withdraws_and_applies_again_is_read_again(cohort, project, applicant, mentor, lead, now):
    application = applying.in_review(cohort, applicant, projects=[project], now=now)
    application.withdraw(by=applicant, now=now)
    drain(now + timedelta(hours=12))  # the letter to the mentor is not needed any more
    application.reopen(by=applicant, now=now)
    applying.submit(application, now=now)
    application.pass_on(by=lead, now=now)
    application.versions.first().copy_for_editing(now)
    applying.submit(application, now=now)  # a new version while it is read: nobody is asked twice

    drain(now + timedelta(hours=13))

    reminders = Message.objects.filter(letter="applications/mail/to_review", channel="email").order_by("pk")
    assert list(reminders.values_list("state", flat=True)) == ["cancelled", "sent"]


def test_a_reminder_to_review_is_moot_once_it_is_reviewed(cohort, project, applicant, mentor, now, mailoutbox):
    application = applying.in_review(cohort, applicant, projects=[project], now=now)
    scores = dict.fromkeys(("alignment", "clarity", "feasibility", "experience"), 3)
    application.review(project, scores, by=mentor, now=now)

    drain(now + timedelta(hours=12))

    reminders = Message.objects.filter(letter="applications/mail/to_review", channel="email")
    assert list(reminders.values_list("state", flat=True)) == ["cancelled"]
