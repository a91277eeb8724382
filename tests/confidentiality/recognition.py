"""Words about somebody who completed the program, or by them, put where only some may read them."""

from django.urls import reverse

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.users.scenarios import person
from evaluations.models import Recommendation


def _another_mentor(w, name):
    """Of the project of who completed the program."""
    mentor = cohorts.mentor(w.finished.cohort, person(name), now=w.finished.created_at)
    w.finished.project.mentors.create(person=mentor, since=w.finished.created_at)
    return mentor


def letter(state):
    """A letter of recommendation, by a mentor of its own."""

    def plant(w, words):
        mentor, lead = _another_mentor(w, f"Wanda {state.title()}"), w.finished.cohort.leads()[0].person
        letter = Recommendation.keep(w.finished, author=mentor, words=words, revision=0, now=w.now)
        if state != "draft":
            letter.hand_in(by=mentor, now=w.now)
        if state == "returned":
            letter.ask_for_changes(by=lead, now=w.now, words="A little longer, please.")
        if state == "signed":
            letter.sign(by=lead, now=w.now)
        w.where += [letter.get_absolute_url(), reverse("evaluations:write-recommendation", args=[w.finished.pk])]

    return plant


def nomination(w, words):
    """Why a mentor nominates the mentee."""
    found = evaluating.nominated(w.mentorship, "maintainer", now=w.now, reason=words)
    w.where += [found.get_absolute_url(), reverse("evaluations:nominate", args=[w.mentorship.pk])]


def declined_nomination(w, words):
    """Why organizers did not act on one."""
    found = evaluating.nominated(w.mentorship, "speaker", now=w.now)
    found.decline(by=w.people["organizer"].person, now=w.now, note=words)
    w.where.append(found.get_absolute_url())


def _said(w, words, by=None, **places):
    said = evaluating.quoted(w.finished, now=w.now, by=by, words=words, **places)
    slug = w.finished.cohort.slug
    w.where += [reverse("evaluations:testimonials", args=[slug]), reverse("evaluations:own-recognition")]
    return said


def words_for_nowhere(w, words):
    _said(w, words, by=mentoring.lead_mentor(w.finished), in_posts=False)


def words_for_posts(w, words):
    _said(w, words, in_posts=True)


def words_taken_back(w, words):
    """They stood on the front page."""
    author = _another_mentor(w, "Wanda Withdrawn")
    said = _said(w, words, by=author, on_front_page=True)
    said.feature(by=w.finished.cohort.leads()[0].person, now=w.now)
    said.withdraw(by=author, now=w.now)


def revocation(w, words):
    """Why a certificate was revoked."""
    w.certificate.revoke(by=w.finished.cohort.leads()[0].person, now=w.now, reason=words)
    w.where.append(w.certificate.get_absolute_url())
