"""Every letter of the portal, written from the demo and from what happens to its people: both parts, in order."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import include, path

import applications.notices as applying
import cohorts.notices as organizing
import evaluations.notices as evaluating
import mentorship.notices as mentoring
import mentorship.notices.leave as leaving
from amp_portal import urls
from amp_portal.integrity import notices as integrity
from amp_portal.integrity.models import FoundDisagreement
from amp_portal.outbox import notices as account
from amp_portal.outbox import preview
from amp_portal.outbox.letters import LETTERS
from amp_portal.outbox.models import Message
from amp_portal.outbox.models.webhook import Webhook
from amp_portal.second_factor import notices as lost
from amp_portal.second_factor.models import SecondFactorReset
from amp_portal.users.models import Person
from applications.models import LogEntry, Offer, Recusal, Selection
from applications.selection import letters as result_letters
from applications.verdicts import fail
from cohorts import announcing, attention, cohort_settings, schedule
from cohorts import slack as channel
from cohorts.conduct import notices as conduct
from cohorts.conduct.models import ConductSuspension
from cohorts.models import (
    Cohort,
    Invitation,
    InvitationClaim,
    Listed,
    MentorApplication,
    MentorWish,
    NameCheck,
    Project,
    ProjectMentor,
)
from evaluations import demo, duties
from evaluations.aftercare import notices as aftercare
from evaluations.models import (
    Certificate,
    Decision,
    FollowUp,
    Recommendation,
    RemovalProposal,
    Round,
    StipendLine,
)
from mentorship import digest
from mentorship.models import Entry, Episode, Leave, Step, SupportRequest

NOW = datetime(2027, 3, 10, 8, 30, tzinfo=UTC)
OF_ACCOUNTS = ("outbox/mail/account", "outbox/mail/objected", "second_factor/")  # no cohort is behind them
OURS = [name for name in LETTERS if not name.startswith("office/")]

urlpatterns = [*urls.urlpatterns, path("previews/", include("amp_portal.outbox.preview_urls"))]


def _others():
    """Letters that nobody in the demo gets, to people and about things of the demo."""
    running = Cohort.objects.get(name="AMP January 2027")
    lead = running.leads()[0].person
    offer = Offer.objects.filter(application__cohort=running).first()
    project = Project.objects.filter(cohort=running).first()
    move = project.moves.last()
    asked = MentorApplication.objects.last()
    step = Step(episode=Episode.objects.filter(side="mentors").first(), number=2)
    decision = Decision.objects.filter(round__kind="midterm").first()
    midterm = running.window("midterm")
    change = schedule.reschedule(
        running, {"midterm": (midterm.starts_at, midterm.ends_at + timedelta(days=3))}, by=lead, now=NOW
    )
    yield organizing.schedule_changed(change, lead)
    values = {"contributions_required": 1, "arbiter": lead.pk}
    yield organizing.settings_changed(
        cohort_settings.change(running, values, by=lead, now=NOW, reason="Two was too much."), lead
    )
    values = {"stipend_mentors": 60_000}
    yield organizing.settings_proposed(
        cohort_settings.propose(running, values, by=lead, now=NOW, reason="The call promised 600."), lead
    )
    for build in (applying.taken_back, applying.extended, applying.turned_down, applying.lapsed):
        yield build(offer)
    offer.application.sent_back_until = NOW + timedelta(hours=72)
    offer.application.save(update_fields=["sent_back_until"])
    failing = fail("You maintain a repository.").of("not_a_current_maintainer")
    yield applying.sent_back(offer.application)
    yield applying.stands(offer.application)
    yield applying.handed_back(offer.application, [failing])
    yield applying.offer_reminder(offer, 2)
    yield applying.waitlisted(offer.application)
    certified = Decision.objects.filter(round__kind="final", passed=True).first().mentorship
    yield evaluating.follow_up(FollowUp.objects.create(mentorship=certified, months=12, asked_at=NOW, closes_at=NOW))
    place = certified.cohort.participations.get(person=certified.mentee)
    seen = {"taken_by": lead, "taken_at": NOW, "decided_at": NOW, "words": "Do you have a document we could see?"}
    yield organizing.name_decided(NameCheck.objects.create(participation=place, name="N", is_confirmed=False, **seen))
    yield evaluating.stipend_paid(StipendLine.objects.first())
    missed = RemovalProposal.objects.create(round=decision.round, mentorship=decision.mentorship, proposed_at=NOW)
    yield aftercare.forgiven(missed, "Get well soon.")
    selected = Selection(pk=1, application=offer.application, outcome="decline", feedback="A fine proposal.")
    yield applying.result_test(selected, lead, result_letters.text(selected, NOW), NOW)
    yield applying.waiting_ended(offer.application)
    yield organizing.places_changed(project, lead, NOW)
    yield applying.withdrawn(offer.application)
    yield applying.shortlisted(offer.application)
    yield applying.set_aside(offer.application)
    yield applying.taken_up_again(offer.application)
    yield applying.review_reminder(running, lead, 3)
    yield applying.final_review_reminder(running, lead, 3)
    yield applying.recusal_lifted(Recusal(application=offer.application, person=lead, lifted_because="A namesake."))
    entry = LogEntry.objects.create(
        application=offer.application, by=offer.application.person, day=NOW, text="Typo", written_at=NOW
    )
    comment = LogEntry.objects.create(
        application=offer.application, of=entry, by=lead, text="Thank you.", written_at=NOW
    )
    yield applying.commented(comment)
    yield applying.choice_withdrawn(offer.application, project, move)
    appeal = offer.application.appeals.create(
        rule="contributions",
        verdict="fail",
        reason="One confirmed contribution, two are asked for.",
        words="The second is under my old name.",
        opened_at=NOW,
    )
    yield applying.appealed(appeal)
    yield applying.to_decide(appeal, lead)
    appeal.answer_words = "The second one counts: thank you for the link."
    appeal.save()
    yield applying.appeal_decided(appeal)
    flag = offer.application.flags.create(rule="not_a_current_maintainer", reason="On the list.", raised_at=NOW)
    yield applying.flagged(flag, lead)
    for build in (organizing.proposal_changes, organizing.proposal_rejected, organizing.edit_rejected):
        yield build(project, move, lead)
    yield organizing.project_withdrawn(project, move, lead)
    yield organizing.mentor_declined(asked, asked.moves.last())
    gone = ProjectMentor.objects.filter(project=project).first()
    MentorWish.ask(project, gone.person, "backup", words="A second pair of eyes, please.", now=NOW)
    yield organizing.named_mentor(gone)
    gone.until = NOW
    gone.save()
    yield organizing.mentor_ended(gone)
    yield organizing.mentors_changed(gone, lead)
    yield mentoring.answer_still_awaited(step, lead)
    yield mentoring.mentioned_in_entry(Entry.objects.filter(kind="update").last(), lead)
    leave = Leave.objects.first()
    for build in (leaving.leave_noted, leaving.long_leave, leaving.whole_break):
        yield build(leave, lead)
    Message.objects.filter(key__startswith=f"result/{decision.pk}/").delete()  # they passed, in the demo
    yield evaluating.midterm_failed(decision)
    Webhook.link(organizing.scope_of(running), "https://hooks.slack.com/services/T/B/x", by=lead, now=NOW)
    yield channel.what_waits(running, NOW.date())
    yield channel.trial(running, lead, NOW)
    everybody = Webhook.Audience.EVERYBODY
    url = "https://hooks.slack.com/services/T/B/y"
    Webhook.link(organizing.scope_of(running), url, by=lead, now=NOW, audience=everybody)
    yield channel.trial_for_everybody(running, lead, NOW)
    yield announcing.call_opens(running.phase("applications"))
    yield announcing.call_opens(running.phase("mentor_call"))
    yield announcing.mentees_announced(running, running.participations.named(), NOW.date())
    yield announcing.event_today(running.events.first(), NOW.date())
    out = {"started_by": lead, "started_at": NOW, "total": 3}
    yield applying.published(running.publications.get_or_create(kind="results", defaults=out)[0])
    yield evaluating.released(Round.objects.get(cohort=running, kind="midterm"))
    yield from _reminders(Round.objects.get(cohort=running, kind="midterm"))
    yield account.account_mail(
        "new@example.org", subject="Confirm your e-mail", text="Hello,\n\nopen it to confirm that it is yours."
    )
    user = lead.user
    password = user.changes.create(what="password_changed", told=[user.email], made_at=NOW)
    yield account.account_changed(password, 0)
    yield account.objected(password.object(user.email, now=NOW), lead)
    extension = step.episode.mentorship.extend(
        by=lead, ends_at=step.episode.mentorship.ends_at + timedelta(days=14), reason="Exams.", now=NOW
    )
    yield mentoring.told_of_extension(extension, extension.mentorship.mentee)
    event = running.events.first()
    yield organizing.event_changed_one(event, event, lead)
    yield organizing.event_cancelled_one(event, lead)
    Listed.objects.all().delete()
    attention.note_new(running, NOW)
    yield digest.attention_list(running, lead, NOW)
    yield mentoring.ended_for_mentee(step.episode.mentorship, "Thank you for all you tried.")
    yield mentoring.ended_for_mentor(step.episode.mentorship, lead)
    yield conduct.waiting(running, lead, NOW)
    suspension = ConductSuspension(pk=1, cohort=running, person=lead, since=NOW, until=NOW + timedelta(days=7))
    yield conduct.asked_to_confirm(suspension, lead, 1)
    yield conduct.asked_from_outside(suspension, lead, 1)
    yield conduct.access_paused(suspension)
    yield conduct.access_still_paused(suspension)
    yield conduct.access_open(suspension)
    asked = SupportRequest.objects.get()
    asked.take(by=lead, now=NOW)
    asked.answer(by=lead, now=NOW, body="Let us talk today.")
    asked.solve(by=lead, now=NOW, reason="We found a way.")
    asked.reopen(by=asked.asker, now=NOW)
    asked.pass_on(
        Person.objects.get(organizing__cohort=running, organizing__is_lead=False), by=lead, now=NOW, reason=""
    )
    invitation = Invitation.invite(running, "guest@example.org", "mentor", by=lead, now=NOW)
    claim = InvitationClaim.ask(invitation, asked.asker, now=NOW)
    claim.decided_by = lead
    claim.save()
    yield organizing.claim_approved(claim)
    yield organizing.claim_declined(claim)
    yield from _second_factor(lead)
    found = {"scope": organizing.scope_of(running), "words": "2 places are taken, 1 is counted.", "mend": "Count 2."}
    miscounted = FoundDisagreement.objects.create(key="taken/1", since=NOW, **found)
    yield integrity.data_disagrees(lead, miscounted.scope, NOW.date(), [miscounted.pk])
    _recognition(certified, lead)


def _second_factor(lead):
    """About a lost one, to the account's addresses and to who asked."""
    reset = SecondFactorReset.objects.create(
        user=lead.user, asked_by=lead, reason="We talked on a video call.", asked_at=NOW, due_at=NOW
    )
    for build in (lost.reset_asked_one, lost.reset_canceled_one, lost.reset_applied_one):
        yield build(reset, 0, "ada@example.org")
    yield lost.reset_stopped(reset)


def _recognition(mentorship, lead):
    """What is told about the certificate, the letter and the nominations of somebody who completed the program."""
    certificate = mentorship.certificates.valid().get()
    certificate.renew(now=NOW).revoke(by=lead, now=NOW, reason="The final work was somebody else’s.")
    Certificate.objects.newest().get(mentorship=mentorship).renew(by=lead, now=NOW)
    Recommendation.objects.to_sign().get().ask_for_changes(by=lead, now=NOW, words="Please say what was built.")


def _reminders(round):
    """All of an evaluation, to somebody who still owes a form."""
    Message.objects.filter(letter__in=evaluating.REMINDER_LETTERS).delete()
    owing = duties.owed([round])[0].people[0]
    return [remind(round, owing) for remind in evaluating.REMINDERS.values()]


@pytest.fixture
def demonstration(db):
    with time_machine.travel(NOW, tick=False):
        demo.fill(now=NOW, seed=1)
    for draft in _others():
        draft.queue(NOW)


def _problems(name):
    sample = preview.sample(name, NOW)
    if not sample.text:
        return [sample.problem or "there is none: let _others write one"]
    plain, page = sample.plain, sample.page
    links = re.findall(r'href="([^"]*)"', page)
    checks = {
        "a long subject": len(sample.text.subject) > 78,
        "an empty text": len(sample.text.body) < 20,
        "something is not filled in": re.search(r"{{|{%|\bNone\b|\(\)|“”", plain + page),
        "blank lines": "\n\n\n" in plain,
        "a link without a host": [link for link in links if not re.match(r"https?://\w", link)],
        "an address that is no link": set(re.findall(r"https?://localhost:8000/\S+", sample.text.body)) - set(links),
        "not one heading": page.count("<h1") != 1,
        "no language": '<html lang="en"' not in page,
        "a picture": "<img" in page,
        "a table that is read out": page.count("<table") != page.count('role="presentation"'),
        "no way on": name != "outbox/mail/account" and 'class="action"' not in page,
        "nobody to ask": not name.startswith(OF_ACCOUNTS) and "Write to the organizers" not in plain,
    }
    return [what for what, found in checks.items() if found]


def test_every_letter_can_be_written_and_reads_well(demonstration):
    assert {name: found for name in [*OURS, preview.MERGED] if (found := _problems(name))} == {}


@pytest.mark.urls("tests.test_letters")
def test_the_previews_show_both_parts(demonstration, client):
    with time_machine.travel(NOW, tick=False):
        page = client.get("/previews/").content.decode()
        assert all(name in page for name in OURS)
        shown = client.get("/previews/applications/mail/offered/").content.decode()
        part = client.get("/previews/applications/mail/offered/html/")
    assert "Please tell us by" in shown
    assert "A place for you in AMP January 2027</h1>" in part.content.decode()
    assert "script-src 'none'" in part["Content-Security-Policy"]
    assert client.get("/previews/no/such/letter/").status_code == 404


@pytest.mark.urls("tests.test_letters")
def test_a_letter_nobody_has_got_says_so(db, client):
    assert "No such letter yet" in client.get("/previews/cohorts/mail/invited/").content.decode()
    assert client.get("/previews/cohorts/mail/invited/html/").status_code == 404


def test_the_routes_of_the_previews_are_not_there_without_the_switch(db, client):
    assert client.get("/styleguide/letters/").status_code == 404


def test_what_is_private_and_sent_is_not_shown(db):
    account.account_mail("new@example.org", subject="Secret", text="A link.").queue(NOW)
    Message.objects.update(state="sent", sent_at=NOW)
    assert preview.sample("outbox/mail/account", NOW).text is None
