"""Home page cards: what to evaluate, results, the certificate; for organizers what to release."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.home import Place, Step, belonging, section
from cohorts.models import Cohort

from . import duties
from .ladder import FIRST
from .models import Certificate, Decision, Round

NEWS_FOR = timedelta(days=30)


@section
def to_evaluate(person, now):
    """Open forms that this person owes, and those that open soon."""
    near = Round.objects.with_window().filter(cohort__published_at__isnull=False)
    near = near.opening_before(now + FIRST, and_open_at=now)
    for duty in duties.of_person(person, near):
        if duty.round.is_near(now, FIRST):
            yield _open(duty, now) if duty.round.is_open(now) else _soon(duty)


def _open(duty, now):
    return Step(
        title=duty.title,
        url=duty.url,
        text=_("Ten to fifteen minutes. You can save and come back."),
        due=duty.round.closes_at,
        action=_("Start"),
        urgency="late" if duty.round.closes_at - now < timedelta(days=2) else "soon",
        group=duty.round.cohort.name,
        zone=duty.round.cohort.zone,
    )


def _soon(duty):
    return Step(
        title=duty.title,
        url=duty.url,
        text=_("Nothing to do yet. The %(round)s evaluation opens") % {"round": duty.round},
        due=duty.round.opens_at,
        urgency="calm",
        group=duty.round.cohort.name,
        zone=duty.round.cohort.zone,
    )


@section
def results(person, now):
    """Fresh results of the person's own mentorships."""
    told = Decision.objects.told_to(person).filter(told_at__gt=now - NEWS_FOR)
    for decision in told.select_related("round__cohort"):
        yield Step(
            title=_("Your %(round)s results are in") % {"round": decision.round},
            url=reverse("evaluations:result", args=[decision.round_id, decision.mentorship_id]),
            text=_("With what your mentors wrote for you."),
            action=_("Read them"),
            group=decision.round.cohort.name,
        )


@section
def certificates(person, now):
    valid = Certificate.objects.valid().filter(mentorship__mentee=person, issued_at__gt=now - NEWS_FOR)
    for certificate in valid.select_related("mentorship__cohort"):
        yield Step(
            title=_("Your certificate is ready"),
            url=certificate.get_absolute_url(),
            text=_("Download it, and choose what its public page shows."),
            action=_("Open your certificate"),
            group=certificate.mentorship.cohort.name,
        )


@belonging
def own_certificates(person, now):
    """For keeps. One query."""
    held = Certificate.objects.newest().filter(mentorship__mentee=person)
    for certificate in held.select_related("mentorship__cohort"):
        cohort = certificate.mentorship.cohort
        yield Place(
            "",
            _("Your certificate"),
            certificate.get_absolute_url(),
            group=cohort.name,
            group_url=cohort.get_absolute_url(),
            is_over=True,
            rank=10,
        )


@belonging
def own_stipends(person, now):
    """One query."""
    if person.stipend_lines.exists():
        yield Place("", _("Your stipends"), reverse("evaluations:own-stipends"), group=_("Across cohorts"), rank=90)


@section
def to_release(person, now):
    """For organizers: rounds that have closed and wait for decisions and their release."""
    waiting = Round.objects.with_window().with_results_to_release(now)
    for round in waiting.filter(cohort__in=Cohort.objects.organized_by(person)):
        yield Step(
            title=_("Release the %(round)s results") % {"round": round},
            url=round.get_absolute_url(),
            text=_("The evaluation has closed: decide for each mentorship, then tell everybody."),
            action=_("See the round"),
            urgency="soon",
            group=round.cohort.name,
        )
