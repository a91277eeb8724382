"""Pages in the states that the world at rest doesn't show: after a step of the reader's, or of somebody else's.

Each scene takes what it is set in and returns who looks (a signed-in client), at which path, and which status is
expected if not 200.
``SCENES`` names them: a route's name, or "a route's name: the state".
"""

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from django.urls import reverse

import applications.scenarios as applying
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal import jobs
from amp_portal.outbox import objecting, unsubscribing
from amp_portal.outbox.models import Message, Webhook
from amp_portal.roster.models import Attempt, Held, Maintainer
from amp_portal.second_factor.models import SecondFactorReset
from amp_portal.users.models import CalendarLink, Join, User
from amp_portal.users.scenarios import decide, person
from applications import judge_submissions, publishing
from applications.completeness import Section
from applications.models import LogEntry, Publication, Recusal, RedactionCheck, ShortlistPlace, Twin
from applications.refusals import NotEligible
from applications.selection import board
from cohorts import cohort_settings
from cohorts.conduct.models import ConductReport
from cohorts.conduct.suspensions import ConductSuspension
from cohorts.models import Event, Invitation, InvitationClaim, NameCheck
from cohorts.notices import scope_of
from cohorts.slack import trial
from evaluations.models import Evaluation, RemovalProposal
from mentorship import silence
from mentorship.models import Agreement, Draft, Note
from tests.routes import safety

from .recognition_scenes import SCENES as RECOGNITION

PASSWORD = "correct horse battery"
AT_GITHUB = {"id": 900, "login": "sam-elsewhere", "name": "Sam Elsewhere", "email": "sam@elsewhere.example"}


def at(name, *args):
    return reverse(name, args=args)


def signed_in(user):
    client = Client()
    if user:
        client.force_login(user)
    return client


def somebody():
    """A person whom nothing has happened to yet."""
    number = User.objects.count()
    return person(f"Sam Nobody{number}", email=f"sam{number}@example.org").user


def with_password(user):
    """Somebody who has just typed their password, and need not again."""
    client = Client()
    client.post(at("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(at("account_reauthenticate"), {"password": PASSWORD})
    return client


def with_second_factor(user):
    client = with_password(user)
    TOTP.activate(user, generate_totp_secret())
    codes = RecoveryCodes.activate(user)
    client.post(at("mfa_reauthenticate"), {"code": codes.get_unused_codes()[0]})
    return client


def key_of(user):
    """A key that this person has registered."""
    name = {"name": "My laptop", "credential": {}}
    return Authenticator.objects.create(user=user, type="webauthn", data=name)


# Accounts -------------------------------------------------------------------------------


def github_only(w):
    """Somebody without a password wants one."""
    user = somebody()
    user.set_unusable_password()
    user.save()
    client = signed_in(user)
    return client, client.get(at("account_set_password"))["Location"]


def just_back_from_github(w):
    """The same a moment later."""
    client, _path = github_only(w)
    records = [{"method": "socialaccount", "at": time.time(), "reauthenticated": True}]
    session = client.session
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client, at("account_set_password")


def changed(*, settled=False, frozen=False):
    """The link to object to a change of somebody's password."""

    def build(w):
        user = somebody()
        settled_at = w.now if settled else None
        change = user.changes.create(what="password_changed", told=[user.email], made_at=w.now, settled_at=settled_at)
        if frozen:
            change.object(user.email, now=w.now)
        return Client(), objecting.link(change, 0).removeprefix(settings.SITE_URL), 410 if settled else 200

    return build


def frozen(w):
    """Somebody whose account is frozen wants to change something."""
    user = somebody()
    change = user.changes.create(what="password_changed", told=[user.email], made_at=w.now)
    change.object(user.email, now=w.now)
    return with_password(user), at("mfa_activate_totp"), 403


def a_fresh_link(w):
    user = somebody()
    token = default_token_generator.make_token(user)
    return Client(), at("account_reset_password_from_key", user_pk_to_url_str(user), token)


def a_new_address(w):
    address = EmailAddress.objects.create(user=somebody(), email="new@example.org")
    return Client(), at("account_confirm_email", EmailConfirmationHMAC(address).key)


def second_factor_asked(w):
    user = somebody()
    with_second_factor(user)
    client = Client()
    client.post(at("account_login"), {"login": user.email, "password": PASSWORD})
    return client, at("mfa_authenticate")


def just_signed_in(name):
    return lambda w: (with_password(somebody()), at(name))


def well_protected(name):
    """With an app, recovery codes and a key."""

    def build(w):
        user = somebody()
        client = with_second_factor(user)
        key_of(user)
        return client, at(name)

    return build


def about_a_key(name):
    def build(w):
        user = somebody()
        return with_second_factor(user), at(name, key_of(user).pk)

    return build


def open_to_all(name, *status):
    return lambda w: (Client(), at(name), *status)


def known_at_github(w):
    """Back from GitHub with an address that somebody here has already: which one shall it be?"""
    person("Sam Elsewhere", email=AT_GITHUB["email"])
    client = Client()
    there = client.post(at("github_login"))["Location"]
    state = parse_qs(urlsplit(there).query)["state"][0]
    client.get(at("github_callback"), {"code": "let-me-in", "state": state})
    return client, at("socialaccount_signup")


ACCOUNTS = {
    "account_set_password": just_back_from_github,
    "users:set-password": just_back_from_github,
    "users:sign-in-again": github_only,
    "account_email: frozen": frozen,
    "outbox:object: late": changed(settled=True),
    "outbox:object: done": changed(frozen=True),
    "account_reset_password_from_key: a fresh link": a_fresh_link,
    "account_confirm_email: a new address": a_new_address,
    "mfa_index: all set up": well_protected("mfa_index"),
    "mfa_authenticate": second_factor_asked,
    "mfa_reauthenticate": well_protected("mfa_reauthenticate"),
    "mfa_activate_totp": just_signed_in("mfa_activate_totp"),
    "mfa_deactivate_totp": well_protected("mfa_deactivate_totp"),
    "mfa_view_recovery_codes": well_protected("mfa_view_recovery_codes"),
    "mfa_generate_recovery_codes": well_protected("mfa_generate_recovery_codes"),
    "mfa_list_webauthn: with a key": well_protected("mfa_list_webauthn"),
    "mfa_add_webauthn": just_signed_in("mfa_add_webauthn"),
    "mfa_remove_webauthn": about_a_key("mfa_remove_webauthn"),
    "mfa_edit_webauthn": about_a_key("mfa_edit_webauthn"),
    "account_login: with GitHub": open_to_all("account_login"),
    "account_signup: with GitHub": open_to_all("account_signup"),
    "github_login": open_to_all("github_login"),
    "socialaccount_signup": known_at_github,
    "socialaccount_login_error": open_to_all("socialaccount_login_error", 401),
    "socialaccount_login_error: at GitHub": lambda w: (Client(), at("github_callback") + "?error=access_denied", 401),
}


# At the midterm of ``tests.world`` ------------------------------------------------------


def as_(role, name, *args, status=200):
    """The page as one of the world's roles; arguments may be functions of the world."""

    def build(w):
        values = [arg(w) if callable(arg) else arg for arg in args]
        return signed_in(w.people[role]), at(name, *values), status

    return build


def slug(w):
    return w.cohort.slug


def room(w):
    return w.mentorship.pk


def round_(w):
    return w.round.pk


def final(w):
    return w.cohort.rounds.get(kind="final").pk


def talked_in(w):
    """An update with everything, its answer, a question, feedback, a call; a milestone begun and one re-planned."""
    mentorship, now, mentor = w.mentorship, w.now, w.people["mentor"].person
    told = mentorship.post_update(
        by=mentorship.mentee,
        now=now,
        done="Set up **everything**.\n\n- one\n- two",
        next_up="The first message.",
        blockers="Exams.",
        hours=12,
        links="https://github.com/example/cli/pull/42",
        mood={"level": "so-so", "words": "Tired, but glad.", "readers": "mentors"},
    )
    told.correct(by=mentorship.mentee, now=now + timedelta(hours=1), revision=0, blockers="Exams, until Friday.")
    mentoring.answer(mentorship, told, now)
    mentorship.ask(by=mentorship.mentee, now=now, body="Where do errors begin?")
    mentorship.give_feedback(by=mentor, now=now, body="Small steps: good.")
    mentorship.log_call(by=mentor, now=now, body="We read the parser together.")
    first, second, *_others = mentorship.milestones.all()
    first.start(by=mentorship.mentee, now=now)
    second.replan(second.week + 2, by=mentor, now=now, reason="Exams come first.")
    return mentorship.pk


def half_written(w):
    """A draft of the next update, after one that said what is next."""
    typed = {"done": "Half of it.", "hours": "7.5", "mood_level": "hard", "mood_readers": "organizers"}
    Draft.keep(w.mentorship, "update", typed, author=w.mentorship.mentee, revision=0, now=w.now)
    return w.mentorship.pk


def noted(w):
    Note.write(w.mentorship, by=w.people["organizer"].person, now=w.now, body="**Exams** in July.", once="scene")
    return w.mentorship.pk


def agreed(w):
    mentoring.agreement(w.mentorship, w.now)
    return w.mentorship.pk


def proposed(w):
    terms = mentoring.terms(weekday=None, at=None, zone="", mentee_from=5, mentee_until=8)
    Agreement.propose(w.mentorship, terms, by=w.people["mentor"].person, now=w.now)
    return w.mentorship.pk


def with_a_link(w):
    CalendarLink.make(w.mentorship.mentee, w.now)
    return signed_in(w.people["mentee"]), at("users:calendar")


def with_events(w):
    for number, audience in enumerate(Event.Audience):
        start = w.now + timedelta(days=number + 1)
        w.cohort.events.create(
            title=f"Meeting {number}",
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            audience=audience,
            url="https://example.org/call",
            text="Bring a **question**.",
        )
    return w.cohort.slug


def suspended_by_report(w):
    """By the report of the routes' table; the mentor has no access."""
    mentor = w.people["mentor"].person
    if suspended := ConductSuspension.objects.filter(person=mentor).first():
        return suspended.report.public_id
    [public_id] = safety.report(w)
    ConductReport.objects.get(public_id=public_id).suspend(mentor, by=w.application.person, now=w.now)
    return public_id


def paused(w):
    suspended_by_report(w)
    return signed_in(w.people["superuser"]), at("cohorts:conduct-suspensions")


def closed_page(w):
    suspended_by_report(w)
    return signed_in(w.people["mentor"]), at("home"), 403


def latest(w):
    return w.mentorship.entries.filter(kind="update").last().pk


def fallen_silent(w):
    silence.sweep(w.now)
    return w.mentorship.pk


def extended(w):
    lead = w.cohort.leads()[0].person
    ends_at = w.mentorship.ends_at + timedelta(days=14)
    w.mentorship.extend(by=lead, ends_at=ends_at, reason="Exams.", words="Take your time.", now=w.now)
    return w.mentorship.pk


def slug_of_extended(w):
    extended(w)
    return w.cohort.slug


def asked_for_help(w):
    return mentoring.ask_for_help(w.mentorship, w.now).pk


def helped(w):
    asked = mentoring.ask_for_help(w.mentorship, w.now)
    asked.answer(by=w.cohort.leads()[0].person, now=w.now, body="Let us talk tomorrow.")
    return asked.pk


def submitted_form(w):
    evaluating.submitted(w.round, w.mentorship, "mentee_on_mentor", now=w.now)
    return w.mentorship.pk


def written_form(w):
    given = {"answers": evaluating.answers(w.round, "mentee_on_mentor"), "author": w.mentorship.mentee}
    Evaluation.save_draft(w.round, w.mentorship, form="mentee_on_mentor", now=w.now, **given)
    return w.mentorship.pk


def checked_name(w):
    """A new name that an organizer has taken on."""
    place = w.cohort.participations.get(person=w.mentorship.mentee)
    place.confirmed_name = "Melanie Mentee"
    place.save(update_fields=["confirmed_name"])
    NameCheck.take(place, by=w.people["organizer"].person, now=w.now)
    return place.pk


def decided_match(w):
    known = person("S. Nobody", github_login="stan-stranger", account=False)
    join = Join.objects.create(account=w.people["stranger"].person, known=known, known_label="S. Nobody")
    return decide(join, "refuse", now=w.now).pk


def revoked_invitation(w):
    invitation = Invitation.invite(w.cohort, "late@example.org", "mentor", by=None, now=w.now)
    invitation.revoke(now=w.now)
    return invitation.token


def claimed_invitation(w):
    """Opened by the stranger, to whom it was not sent."""
    invitation = Invitation.invite(w.cohort, "guest@example.org", "mentor", by=w.cohort.leads()[0].person, now=w.now)
    InvitationClaim.ask(invitation, w.people["stranger"].person, now=w.now)
    return invitation.token


def slug_with_claim(w):
    if not InvitationClaim.objects.awaiting_answer().filter(invitation__cohort=w.cohort).exists():
        claimed_invitation(w)
    return w.cohort.slug


def second_factor_reset(**changes):
    """The link that cancels, of a reset that waits unless ``changes`` say otherwise."""

    def build(w):
        due = {"asked_at": w.now, "due_at": w.now + timedelta(hours=24), "reason": "We talked on a video call."}
        made = SecondFactorReset.objects.create(user=w.people["stranger"], **due, **changes)
        return Client(), at("second_factor:cancel", made.token)

    return build


def of_finished(reader, name, *, status=200):
    """The page about the mentorship of an earlier cohort, as its mentee, its mentor or its organizer."""

    def build(w):
        reading = {
            "mentee": w.finished.mentee,
            "mentor": mentoring.lead_mentor(w.finished),
            "organizer": w.finished.cohort.leads()[0].person,
        }[reader]
        args = {
            "mentorship:room": [w.finished.pk],
            "evaluations:result": [w.finished.cohort.rounds.get(kind="final").pk, w.finished.pk],
            "evaluations:certificate": [w.certificate.code],
            "evaluations:round": [w.finished.cohort.slug, "final"],
            "home": [],
        }[name]
        return signed_in(reading.user), at(name, *args), status

    return build


def linked_channel(w):
    """With a post that went out and one that could not."""
    organizer = w.people["organizer"].person
    Webhook.link(scope_of(w.cohort), "https://hooks.slack.com/services/T/B/x", by=organizer, now=w.now)
    for minutes, changes in enumerate(
        ({"state": "sent", "sent_at": w.now}, {"state": "failed", "error": "no_service"})
    ):
        trial(w.cohort, organizer, w.now + timedelta(minutes=minutes)).queue(w.now)
        Message.objects.filter(channel="slack", state="queued").update(**changes)
    return w.cohort.slug


def half_a_list(w):
    """The maintainers list last read lacks somebody, and an entry of it can't be read."""
    if Held.objects.exists():
        return w.cohort.slug
    Maintainer.objects.create(github_login="max", since=w.now.date(), person=w.people["stranger"].person)
    text = "- github: ada\n"
    Held.objects.create(digest="0", text=text, as_of=w.now.date(), read_at=w.now, since=w.now, missing=1)
    Attempt.objects.create(at=w.now, succeeded=False, outcome="Half a list?", unreadable=["Entry 2 has no “github”."])
    return w.cohort.slug


def proposed_settings(w):
    """An error in a locked setting, to be mended by two people."""
    reason = "The announcement promised three."
    lead = w.people["organizer"].person
    cohort_settings.propose(w.cohort, {"contributions_required": 3}, by=lead, now=w.now, reason=reason)
    return w.cohort.slug


def mentees_named(w):
    """In public, with the reader among them."""
    w.cohort.participations.places().update(named_since=w.now)
    return w.cohort.slug


def link_of_kinds(*kinds):
    """The signed link in an e-mail of these kinds to the mentee."""
    return lambda w: unsubscribing.address(w.mentorship.mentee_id, kinds).rstrip("/").rpartition("/")[2]


def support_plan(*, written):
    return lambda w: evaluating.plan(w.round, w.mentorship, now=w.now, written=written).pk


def missed_form(w):
    """As if the midterm had closed."""
    proposals = RemovalProposal.objects.filter(round=w.round)
    return proposals.get_or_create(round=w.round, mentorship=w.mentorship, defaults={"proposed_at": w.now})[0].pk


MIDTERM = {
    "evaluations:plan: to be written": as_("organizer", "evaluations:plan", support_plan(written=False)),
    "evaluations:plan: the mentee's": as_("mentee", "evaluations:plan", support_plan(written=True)),
    "evaluations:plan: written": as_("organizer", "evaluations:plan", support_plan(written=True)),
    "evaluations:proposal": as_("organizer", "evaluations:proposal", missed_form),
    "cohorts:attention: after an evaluation": as_("organizer", "cohorts:attention", slug),
    "cohorts:cohort: mentees named": as_("mentee", "cohorts:cohort", mentees_named),
    "cohorts:maintainers: half a list": as_("organizer", "cohorts:maintainers", half_a_list),
    "cohorts:attention: a list not read": as_("organizer", "cohorts:attention", half_a_list),
    "cohorts:settings: a proposal": as_("superuser", "cohorts:settings", proposed_settings),
    "cohorts:slack: linked": as_("organizer", "cohorts:slack", linked_channel),
    "outbox:unsubscribe: of a digest": as_("anonymous", "outbox:unsubscribe", link_of_kinds("thread", "news")),
    "outbox:unsubscribe: of what always comes": as_("anonymous", "outbox:unsubscribe", link_of_kinds("care")),
    "mentorship:room: a thread": as_("mentee", "mentorship:room", talked_in),
    "mentorship:room: a thread, for its mentor": as_("mentor", "mentorship:room", room),
    "mentorship:update: a draft": as_("mentee", "mentorship:update", half_written),
    "mentorship:update: carried over": lambda w: (
        signed_in(w.people["mentee"]),
        at("mentorship:update", w.mentorship.pk) + "?carry=over",
    ),
    "mentorship:correct: an update with a mood": as_("mentee", "mentorship:correct", room, latest),
    "mentorship:agreement: agreed": as_("mentee", "mentorship:agreement", agreed),
    "mentorship:agreement: proposed": as_("mentee", "mentorship:agreement", proposed),
    "users:calendar: a link": with_a_link,
    "cohorts:events: some": as_("organizer", "cohorts:events", with_events),
    "cohorts:cohort: with events": as_("mentee", "cohorts:cohort", slug),
    "mentorship:notes: some": as_("mentor", "mentorship:notes", noted),
    "mentorship:mentorships: with news": as_("organizer", "mentorship:mentorships", slug),
    "mentorship:extend: once more": as_("organizer", "mentorship:extend", extended),
    "mentorship:room: with more time": as_("mentee", "mentorship:room", extended),
    "evaluations:round: one has more time": as_("organizer", "evaluations:round", slug_of_extended, "midterm"),
    "mentorship:room: at risk": as_("organizer", "mentorship:room", fallen_silent),
    "cohorts:cockpit: somebody at risk": as_("organizer", "cohorts:cockpit", slug),
    "mentorship:support: taken and answered": as_("mentee", "mentorship:support", helped),
    "mentorship:support: for organizers": as_("organizer", "mentorship:support", asked_for_help),
    "cohorts:conduct-report: nobody handles them": as_("anonymous", "cohorts:conduct-report", slug),
    "cohorts:conduct-handle: access suspended": as_("applicant", "cohorts:conduct-handle", suspended_by_report),
    "cohorts:conduct-suspensions: one to decide": paused,
    "home: access suspended": closed_page,
    "cohorts:attention: somebody at risk": as_("organizer", "cohorts:attention", slug),
    "evaluations:summary": as_("mentee", "evaluations:summary", round_, written_form, "mentee_on_mentor"),
    "evaluations:summary: submitted": as_("mentee", "evaluations:summary", round_, submitted_form, "mentee_on_mentor"),
    "evaluations:evaluate: not open": as_("mentee", "evaluations:evaluate", final, room, "mentee_on_mentor"),
    "evaluations:result: one form is there": as_("organizer", "evaluations:result", round_, room),
    "evaluations:certificate: unknown": as_("anonymous", "evaluations:certificate", "NONE-OF-OURS", status=404),
    "evaluations:round: nothing prepared": as_("other_organizer", "evaluations:round", "amp-2030", "midterm"),
    "mentorship:room: over": of_finished("mentee", "mentorship:room"),
    "evaluations:result: released, to the mentee": of_finished("mentee", "evaluations:result"),
    "evaluations:result: released, to the mentor": of_finished("mentor", "evaluations:result"),
    "evaluations:result: released, to an organizer": of_finished("organizer", "evaluations:result"),
    "evaluations:round: released": of_finished("organizer", "evaluations:round"),
    "evaluations:certificate: its owner's": of_finished("mentee", "evaluations:certificate"),
    "home: alumna": of_finished("mentee", "home"),
    "cohorts:invitation: asked to accept with another account": as_(
        "stranger", "cohorts:invitation", claimed_invitation
    ),
    "cohorts:organizers: a request to answer": as_("organizer", "cohorts:organizers", slug_with_claim),
    "second_factor:cancel: canceled": second_factor_reset(canceled_at=datetime.now(UTC)),
    "cohorts:name-check: taken": as_("organizer", "cohorts:name-check", slug, checked_name),
    "users:match: decided": as_("superuser", "users:match", decided_match),
    "cohorts:invitation: closed": as_("stranger", "cohorts:invitation", revoked_invitation, status=410),
    "cohorts:projects: nothing found": lambda w: (Client(), at("cohorts:projects", w.cohort.slug) + "?q=zebra"),
    "applications:self-check: somebody": lambda w: (
        Client(),
        at("applications:self-check", w.cohort.slug) + "?login=ana-newcomer",
    ),
    "not found": lambda w: (Client(), "/no/such/page/", 404),
    "closed": as_("stranger", "cohorts:cockpit", slug, status=403),
}


# While applications are open ------------------------------------------------------------


def one_of(season, name, build=applying.draft):
    return build(season.cohort, person(name), projects=[season.project], now=season.now)


def section(name):
    def build(season):
        application = one_of(season, f"Wanda {name.title()}")
        return signed_in(application.person.user), at("applications:section", season.cohort.slug, name)

    return build


def status(name, *steps):
    """An application after these verbs, as its applicant reads it."""

    def build(season):
        application = one_of(season, name, applying.submitted)
        for step in steps:
            step(application, season)
        return signed_in(application.person.user), at("applications:status", application.pk)

    return build


def withdrawn(application, season):
    application.withdraw(by=application.person, now=season.now)


def declined(application, season):
    application.decline("A kind word.", by=season.lead, now=season.now)


def passed_on(application, season):
    application.pass_on(by=season.lead, now=season.now)


def reviewed(application, season):
    scores = dict.fromkeys(("alignment", "clarity", "feasibility", "experience"), 4)
    application.review(season.project, scores, by=season.mentor, now=season.now)


def waiting(application, season):
    application.put_on_waitlist(by=season.lead, now=season.now)


def a_letter_to_read(season):
    """What somebody would read with the results, before anybody is told."""
    application = one_of(season, "Lena Letter", applying.in_review)
    board.decide(application, "offer", project=season.project, by=season.lead, now=season.now)
    return signed_in(season.lead.user), at("applications:result-letter", season.cohort.slug, application.pk)


def about_results(name):
    """An organizers' page of a cohort whose results are not published."""
    return lambda season: (signed_in(season.lead.user), at(name, season.cohort.slug))


def offered(application, season):
    applying.offer(application, season.project, now=season.now)


def read_by(who, name, *steps):
    """An application after these verbs, as ``season.lead`` or ``season.mentor`` reads it."""

    def build(season):
        application = one_of(season, f"Rita {len(steps)} {who.title()}", applying.submitted)
        for step in steps:
            step(application, season)
        args = [season.project.slug] if name == "applications:review" else []
        return signed_in(getattr(season, who).user), at(name, season.cohort.slug, application.pk, *args)

    return build


def written(season):
    application = one_of(season, "Oda Overview")
    return signed_in(application.person.user), at("applications:apply", season.cohort.slug)


def shortlisted(season):
    """Published in the middle of everything: whoever is on it at this moment has a log to write."""
    application = one_of(season, "Lou Logger", applying.in_review)
    ShortlistPlace.add(application, season.project, by=season.mentor, now=season.now)
    publication = publishing.start(season.cohort, Publication.Kind.SHORTLIST, season.lead, season.now)
    jobs.carry_on(publication, season.now)
    return signed_in(application.person.user), at("applications:contribution-log", application.pk)


def logged(who, name):
    """The log of somebody on the shortlist (see ``shortlisted``), or what leads there."""

    def build(season):
        application = season.cohort.applications.get(person__name="Lou Logger")
        by = application.person
        entry = application.log.filter(of=None).first() or LogEntry.objects.create(
            application=application, by=by, day=season.now.date(), text="A first typo", written_at=season.now
        )
        LogEntry.objects.create(
            application=application, of=entry, by=season.mentor, text="Thank you!", written_at=season.now
        )
        args = {
            "applications:log-entry": [application.pk, entry.pk],
            "applications:review": [season.cohort.slug, application.pk, season.project.slug],
            "applications:reviews": [season.cohort.slug],
            "applications:ranking": [season.cohort.slug, season.project.slug],
        }
        reader = season.mentor if who == "mentor" else by
        return signed_in(reader.user), at(name, *args.get(name, [application.pk]))

    return build


def suspected(season):
    """Somebody with a second account, as an organizer sees them."""
    words = {"about": " ".join(f"word{number}" for number in range(60))}
    for address in ("tess.twin@example.org", "tess.twin+2@example.org"):
        who = person("Tess Twin", email=address)
        application = applying.submitted(season.cohort, who, projects=[season.project], now=season.now, **words)
    return application


def twice(season):
    return signed_in(season.lead.user), at("applications:application", season.cohort.slug, suspected(season).pk)


def set_aside(season):
    application = season.cohort.applications.filter(person__name="Tess Twin").latest("pk")
    Twin.objects.of(application).get().set_aside(application, by=season.lead, now=season.now)
    return signed_in(season.lead.user), at("applications:application", season.cohort.slug, application.pk)


def in_conflict(who, name):
    def build(season):
        application = one_of(season, f"Connie {who.title()}", applying.in_review)
        Recusal.declare(application, "We worked together", by=season.mentor, now=season.now)
        args = [application.pk] if name == "applications:application" else []
        return signed_in(getattr(season, who).user), at(name, season.cohort.slug, *args)

    return build


def much_hidden(who, name, *, looked=False):
    """From here on review is blind: an application of which much would be hidden."""

    def build(season):
        season.cohort.blind_review = True
        season.cohort.save(update_fields=["blind_review"])
        words = "I am Will Stone (@wstone), and I will say more.\n\nWill wrote https://wstone.example/post."
        application = applying.in_review(
            season.cohort, person("Will Stone"), projects=[season.project], now=season.now, about=words
        )
        if looked:
            RedactionCheck.look(application, ["wstone"], by=season.lead, now=season.now)
        args = {
            "applications:review": [application.pk, season.project.slug],
            "applications:redaction": [application.pk],
        }
        return signed_in(getattr(season, who).user), at(name, season.cohort.slug, *args.get(name, []))

    return build


def offered_home(season):
    offer = applying.offered(season.cohort, person("Hope Home"), projects=[season.project], now=season.now)
    return signed_in(offer.application.person.user), at("home")


def being_checked(season):
    application = one_of(season, "Rae Received")
    application.submit(by=application.person, now=season.now)
    return signed_in(application.person.user), at("applications:status", application.pk)


def sent_back(who):
    """A submission of somebody whom the maintainers list names by now, as they or ``season.lead`` read it."""

    def build(season):
        maintainer = person(f"Mia {who.title()}")
        application = applying.draft(season.cohort, maintainer, projects=[season.project], now=season.now)
        application.submit(by=maintainer, now=season.now)
        Maintainer.objects.create(
            person=maintainer,
            github_login=maintainer.github_login,
            github_id=maintainer.github_id,
            since=season.now.date(),
        )
        judge_submissions.judge_received(season.now)
        if who == "lead":
            page = at("applications:application", season.cohort.slug, application.pk)
            return signed_in(season.lead.user), page
        return signed_in(maintainer.user), at("applications:status", application.pk)

    return build


def held_up(season):
    """An offer accepted in time, while another program has somebody of the same login."""
    offer = applying.offered(season.cohort, person("Hal Held"), projects=[season.project], now=season.now)
    applying.join_another_program(offer.application.person, season.cohort, now=season.now)
    with suppress(NotEligible):
        offer.accept(by=offer.application.person, now=season.now, consent=True)
    return signed_in(offer.application.person.user), at("applications:status", offer.application_id)


SEASON = {
    "applications:apply: not begun": lambda season: (
        signed_in(person("Fay First").user),
        at("applications:apply", season.cohort.slug),
    ),
    "applications:apply: complete": written,
    "applications:choose": lambda season: (
        signed_in(person("Chris Choose").user),
        at("applications:choose", season.cohort.slug, season.project.slug),
    ),
    **{f"applications:section: {name}": section(name) for name in Section.values},
    "applications:status: submitted": status("Sue Submitted"),
    "applications:status: withdrawn": status("Will Withdrawn", withdrawn),
    "applications:status: declined": status("Dee Declined", declined),
    "applications:application: new": read_by("lead", "applications:application"),
    "applications:application: reviewed": read_by("lead", "applications:application", passed_on, reviewed),
    "applications:review: scored": read_by("mentor", "applications:review", passed_on, reviewed),
    "applications:application: perhaps twice": twice,
    "applications:application: set aside": set_aside,
    "applications:application: with a conflict": in_conflict("lead", "applications:application"),
    "applications:reviews: with a conflict": in_conflict("mentor", "applications:reviews"),
    "applications:redaction: to be looked at": much_hidden("lead", "applications:redaction"),
    "applications:redaction: looked at": much_hidden("lead", "applications:redaction", looked=True),
    "applications:review: waits for a look": much_hidden("mentor", "applications:review"),
    "applications:review: with hidden words": much_hidden("mentor", "applications:review", looked=True),
    "applications:reviews: waits for a look": much_hidden("mentor", "applications:reviews"),
    "applications:contribution-log": shortlisted,  # from here on the shortlist is public
    "applications:log-entry": logged("applicant", "applications:log-entry"),
    "applications:contribution-log: for a mentor": logged("mentor", "applications:contribution-log"),
    "applications:review: on the shortlist": logged("mentor", "applications:review"),
    "applications:reviews: with a shortlist": logged("mentor", "applications:reviews"),
    "applications:ranking: published": logged("mentor", "applications:ranking"),
    "applications:publication": lambda season: (
        signed_in(season.lead.user),
        at("applications:publication", season.cohort.slug, "shortlist"),
    ),
    "applications:status: waitlisted": status("Wanda Waiting", passed_on, waiting),
    "applications:publish-results": about_results("applications:publish-results"),
    "applications:selection: not published": about_results("applications:selection"),
    "applications:seats: not published": about_results("applications:seats"),
    "applications:result-letter: an offer": a_letter_to_read,  # from here on the results are being prepared
    "applications:status: offered": status("Olaf Offered", passed_on, offered),  # and from here on published
    "applications:application: offered": read_by("lead", "applications:application", passed_on, offered),
    "home: with an offer": offered_home,
    "applications:status: being checked": being_checked,
    "applications:status: sent back": sent_back("applicant"),
    "applications:application: sent back": sent_back("lead"),
    "applications:status: accepted, held up": held_up,
}

# What they are set in, a fixture, and who reads what in it.
SCENES = {
    "accounts": ("w", ACCOUNTS),
    "midterm": ("w", MIDTERM),
    "recognition": ("w", RECOGNITION),
    "season": ("season", SEASON),
}
