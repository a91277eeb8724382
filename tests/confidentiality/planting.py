"""Ways to put words where only some may read them. Each takes the world and the words; ``w.where`` learns of a page."""

from datetime import timedelta

from django.urls import reverse

import cohorts.conduct.scenarios as reporting
import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.outbox.models import Webhook
from amp_portal.users.scenarios import person
from applications.models import Review
from cohorts.models import MentorWish, Voice
from cohorts.notices import scope_of
from evaluations.aftercare import plans
from evaluations.models import Evaluation, RemovalProposal
from evaluations.stipends import ledger, payments
from mentorship.models import Activity, Draft, Mentorship, Note, Snooze, SupportRequest


def by(w, role):
    return w.people[role].person


def update(w, **said):
    return mentoring.update(w.mentorship, w.now, **({"done": "Something small."} | said))


def mood(readers):
    return lambda w, words: update(w, mood={"level": "hard", "words": words, "readers": readers})


def corrected(after):
    """An update whose words were others until then."""

    def plant(w, words):
        update(w, done=words).correct(by=w.mentorship.mentee, now=w.now + after, revision=0, done="Other words.")

    return plant


def taken_back_mood(w, words):
    entry = update(w, mood={"level": "hard", "words": words, "readers": "mentors"})
    entry.tell_mood({"level": "", "words": "", "readers": "mentors"})


def note(role):
    return lambda w, words: Note.write(w.mentorship, by=by(w, role), now=w.now, body=words, once=words[:32])


def note_that_calls(w, words):
    called = " ".join(f"@{by(w, role).name.lower().replace(' ', '-')}" for role in ("mentee", "co_mentor", "organizer"))
    Note.write(w.mentorship, by=by(w, "mentor"), now=w.now, body=f"{words} {called}", once="calls")


def draft(role, place, field):
    def plant(w, words):
        at = place.format(asked=w.asked.pk)
        Draft.keep(w.mentorship, at, {field: words}, author=by(w, role), revision=0, now=w.now)

    return plant


def draft_of_update(w, words):
    typed = {"done": words, "mood_words": words}
    Draft.keep(w.mentorship, "update", typed, author=w.mentorship.mentee, revision=0, now=w.now)


def closing_note(w, words):
    Mentorship.objects.filter(pk=w.mentorship.pk).update(at_risk_since=w.now)
    w.mentorship.close_attention(by=by(w, "organizer"), now=w.now, words=words)


def snooze(w, words):
    day = w.now.date() + timedelta(days=5)
    Snooze.begin(w.mentorship, day, by=by(w, "organizer"), now=w.now, reason=words)
    w.where.append(reverse("mentorship:care", args=[w.mentorship.pk]))


def github_activity(w, words):
    Activity.objects.create(mentorship=w.mentorship, kind="commit", ref=words, at=w.now)


def asked_for_help(w, **kwargs):
    kwargs = {"topic": "contact", "mentorship": w.mentorship, "body": "Please call me."} | kwargs
    made = SupportRequest.ask(w.cohort, by=w.mentorship.mentee, now=w.now, **kwargs)
    w.where.append(made.get_absolute_url())
    return made


def help_asked(mentors_may_read):
    return lambda w, words: asked_for_help(w, body=words, mentors_may_read=mentors_may_read)


def help_answered(w, words):
    asked_for_help(w).answer(by=by(w, "organizer"), now=w.now, body=words)


def help_passed_on(w, words):
    asked_for_help(w).pass_on(by(w, "colleague"), by=by(w, "organizer"), now=w.now, reason=words)


def event(audience):
    def plant(w, words):
        starts_at = w.now + timedelta(days=1)
        ends_at = starts_at + timedelta(hours=1)
        w.cohort.events.create(title="Call", text=words, audience=audience, starts_at=starts_at, ends_at=ends_at)
        w.where.append(w.cohort.get_absolute_url())

    return plant


def mentor_wish(w, words):
    MentorWish.ask(w.project, by(w, "mentor"), "backup", words=words, now=w.now)
    w.where.append(reverse("cohorts:attention", args=[w.cohort.slug]))


def reason_of_an_end(w, words):
    w.project.mentors.filter(person=by(w, "former_mentor")).update(end_reason=words)
    w.where.append(w.project.get_absolute_url())


def webhook(audience):
    def plant(w, words):
        url = f"https://hooks.slack.com/services/{words}/1234"
        Webhook.link(scope_of(w.cohort), url, by=by(w, "organizer"), now=w.now, audience=audience)

    return plant


def unpublished_voice(w, words):
    made = Voice.objects.create(cohort=w.cohort, name="Vera", role="mentee", words=words)
    w.where.append(reverse("admin:cohorts_voice_change", args=[made.pk]))


def draft_of_an_application(w, words):
    version = w.draft.draft()
    version.motivation = words
    version.save()
    w.where.append(reverse("applications:section", args=[w.cohort.slug, "motivation"]))


def review(w, words):
    scores = dict.fromkeys(Review.CRITERIA, 4)
    at = {"application": w.application, "project": w.project, "reviewer": by(w, "mentor"), "saved_at": w.now}
    Review.objects.create(**at, **scores, notes=words)
    w.where.append(reverse("applications:application", args=[w.cohort.slug, w.application.pk]))
    w.where.append(reverse("applications:review", args=[w.cohort.slug, w.application.pk, w.project.slug]))


# Conduct reports: the applicant handles them, and so would the organizer and the superuser, were they not excluded.


def reported(w, **kwargs):
    kwargs = {"about": "Rut Root", "keep_from": [by(w, "organizer")]} | kwargs
    found = reporting.report(w.cohort, w.now, **kwargs)
    w.where.append(reverse("cohorts:conduct-handle", args=[found.public_id]))
    return found


def report(w, words):
    reported(w, body=words)


def reason_of_lifting(w, words):
    found = reported(w)
    found.suspend(person("Sid Suspended"), by=by(w, "applicant"), now=w.now)
    row = found.suspensions.get()
    row.lift(by=by(w, "superuser"), now=w.now, reason=words)
    row.record("lift", by(w, "superuser"), w.now)
    w.where.append(reverse("cohorts:conduct-suspensions"))


def former_name(w, words):
    somebody = cohorts.mentor(w.cohort, person("Rena Med"), now=w.now)
    for name in (words, "Rena Med"):
        somebody.name = name
        somebody.save()


def whom_a_report_is_about(w, words):
    reported(w, about=f"Rut Root, {words}")


def who_reported(w, words):
    reported(w, reporter=words)


def note_of_handlers(w, words):
    reported(w).write(words, by=by(w, "applicant"), now=w.now, is_shared=False)


def answer_to_the_reporter(w, words):
    reported(w).write(words, by=by(w, "applicant"), now=w.now, is_shared=True)


# Evaluations and stipends.


def evaluation(form, role, *, submit):
    """The same words in all long answers of a form, before any release."""

    def plant(w, words):
        given = dict.fromkeys((f"q{number}" for number in range(1, 20)), words)
        where = {"form": form, "author": by(w, role), "now": w.now}
        Evaluation.save_draft(w.round, w.mentorship, answers=evaluating.answers(w.round, form, **given), **where)
        if submit:
            Evaluation.submit(w.round, w.mentorship, **where)

    return plant


def released(form, audience):
    """In the long answers of an evaluation that are for these readers; its results were released a year ago."""

    def plant(w, words):
        round = _finished_midterm(w)
        told = Evaluation.objects.get(round=round, mentorship=w.finished, form=form)
        for question in round.questions.filter(form=form, type="text", audience=audience):
            told.answers[str(question.pk)] = words
        told.save()
        w.where.append(reverse("evaluations:result", args=[round.pk, w.finished.pk]))

    return plant


def payment_reference(w, words):
    line = w.payment.lines.get(person=w.finished.mentee)
    payments.pay(line, reference=words, by=w.payment.by, now=w.now)
    w.where.append(reverse("evaluations:payment-request", args=[w.finished.cohort.slug, w.payment.pk]))
    w.where.append(reverse("evaluations:own-stipends"))


def decision_about_a_stipend(w, words):
    mentee = w.mentorship.mentee
    ledger.recalculate(w.cohort, w.now)
    ledger.decide(
        w.project, mentee, "mentee", outcome="amount", amount=50_000, reason=words, by=by(w, "organizer"), now=w.now
    )
    ledger.recalculate(w.cohort, w.now)
    w.where.append(reverse("evaluations:project-stipends", args=[w.cohort.slug, w.project.slug]))
    w.where.append(reverse("evaluations:decide-stipend", args=[w.cohort.slug, w.project.slug, "mentee", mentee.pk]))


# After a missed or a bad evaluation.


def plan_not_shared(w, words):
    opened = evaluating.plan(w.round, w.mentorship, now=w.now)
    type(opened).objects.filter(pk=opened.pk).update(who="Coco", what=words)
    w.where.append(opened.get_absolute_url())


def _finished_midterm(w):
    return w.finished.cohort.rounds.get(kind="midterm")


def what_came_of_a_plan(w, words):
    written = evaluating.plan(_finished_midterm(w), w.finished, now=w.now, written=True)
    plans.close(written, by=by(w, "graduate_organizer"), words=words, now=w.now)
    w.where.append(written.get_absolute_url())


def forgiven(w, words):
    answer = {"answer": "forgiven", "answered_by": by(w, "graduate_organizer"), "answered_at": w.now, "reason": words}
    at = {"round": _finished_midterm(w), "mentorship": w.finished, "proposed_at": w.now}
    w.where.append(RemovalProposal.objects.create(**at, **answer).get_absolute_url())
