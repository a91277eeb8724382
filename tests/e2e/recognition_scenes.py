"""Recognition in the states that the world at rest doesn't show. All of the finished mentorship of ``tests.world``."""

from django.test import Client
from django.urls import reverse

import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from evaluations.models import Recommendation


def _as(reader, name, *args, status=200, after=lambda w: None):
    """The page as somebody of the finished mentorship (None: a visitor), after something has happened."""

    def build(w):
        after(w)
        client = Client()
        if reader:
            client.force_login(_PEOPLE[reader](w).user)
        values = [arg(w) if callable(arg) else arg for arg in args]
        return client, reverse(name, args=values), status

    return build


_PEOPLE = {
    "mentee": lambda w: w.finished.mentee,
    "mentor": lambda w: mentoring.lead_mentor(w.finished),
    "organizer": lambda w: w.finished.cohort.leads()[0].person,
}


def _slug(w):
    return w.finished.cohort.slug


def _mentorship(w):
    return w.finished.pk


def _letter(w):
    return w.letter.pk


def _code(w):
    return w.certificate.code


def _returned(w):
    letter = Recommendation.objects.get(pk=w.letter.pk)
    if letter.is_waiting:
        letter.ask_for_changes(by=_PEOPLE["organizer"](w), now=w.now, words="Please say what was built.")


def _nominated(w):
    if not w.finished.nominations.exists():
        evaluating.nominated(w.finished, now=w.now, note="Welcome to the triage team.")
        evaluating.nominated(w.finished, "speaker", now=w.now)


def _public(w):
    evaluating.in_public(w.finished, now=w.now, website="https://example.org", about="Parsers by night.")


def _revoked(w):
    w.certificate.refresh_from_db()
    if not w.certificate.is_revoked:
        w.certificate.revoke(by=_PEOPLE["organizer"](w), now=w.now, reason="The final work was somebody else’s.")


SCENES = {
    "evaluations:alumni: somebody": _as(None, "evaluations:alumni", after=_public),
    "evaluations:post: graduates": _as("organizer", "evaluations:post", _slug, "graduates", after=_public),
    "evaluations:testimonial": _as("mentee", "evaluations:testimonial", _slug),
    "evaluations:testimonials: some": _as("organizer", "evaluations:testimonials", _slug),
    "evaluations:public-entry: chosen": _as("mentee", "evaluations:public-entry", _mentorship, after=_public),
    "evaluations:recognition: some": _as("organizer", "evaluations:recognition", _slug, after=_nominated),
    "evaluations:nominations: some": _as("organizer", "evaluations:nominations", _slug, after=_nominated),
    "evaluations:nominate: made": _as("mentor", "evaluations:nominate", _mentorship, after=_nominated),
    "evaluations:mentees-recognition: some": _as("mentor", "evaluations:mentees-recognition"),
    "evaluations:recommendation: handed in": _as("mentor", "evaluations:recommendation", _letter),
    "evaluations:write-recommendation: returned": _as(
        "mentor", "evaluations:write-recommendation", _mentorship, after=_returned
    ),
    "evaluations:recommendation-pdf": _as("mentee", "evaluations:recommendation-pdf", _letter, status=404),
    "evaluations:own-recognition: everything": _as("mentee", "evaluations:own-recognition", after=_nominated),
    "evaluations:certificate: revoked": _as(None, "evaluations:certificate", _code, after=_revoked),
    "evaluations:certificate: revoked, its owner's": _as("mentee", "evaluations:certificate", _code, after=_revoked),
    "evaluations:certificate: revoked, an organizer's": _as(
        "organizer", "evaluations:certificate", _code, after=_revoked
    ),
    "evaluations:recognition: a revoked one": _as("organizer", "evaluations:recognition", _slug),
}
