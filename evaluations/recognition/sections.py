"""Home page: letters to write for mentors; for mentees what they have earned, in one place."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.home import Place, Step, belonging, section
from mentorship.models import Mentorship
from mentorship.states import State

from ..models import Recommendation
from . import overview

NEWS_FOR = timedelta(days=30)


@section
def letters_to_write(person, now):
    """One card for all of a cohort's mentees. Two queries."""
    by_cohort: dict = {}
    for mentorship in overview.letters_owed(person, now).select_related("cohort").prefetch_related("cohort__phases"):
        by_cohort.setdefault(mentorship.cohort, []).append(mentorship)
    for cohort, owed in by_cohort.items():
        recognition = cohort.phase("recognition")
        text = _("A few honest paragraphs help them for years.")
        yield Step(
            title=ngettext("A letter for the mentee you guided", "Letters for the mentees you guided", len(owed)),
            url=reverse("evaluations:mentees-recognition"),
            text=_("%(text)s Best by") % {"text": text} if recognition else text,
            due=recognition and recognition.ends_at,
            action=_("Write"),
            group=cohort.name,
            zone=cohort.zone,
        )


@section
def fresh_letters(person, now):
    """Signed lately, for the mentee. One query."""
    fresh = Recommendation.objects.signed().filter(mentorship__mentee=person, signed_at__gt=now - NEWS_FOR)
    for letter in fresh.with_people():
        yield Step(
            title=_("A letter of recommendation for you"),
            url=letter.get_absolute_url(),
            text=_("Written by %(author)s, signed by the organizers.") % {"author": letter.author},
            action=_("Read it"),
            group=letter.mentorship.cohort.name,
        )


@belonging
def own_recognition(person, now):
    """One query."""
    if Mentorship.objects.filter(mentee=person, state__in=[State.ACTIVE, State.COMPLETED]).exists():
        yield Place("", _("Your recognition"), reverse("evaluations:own-recognition"), rank=80)


@belonging
def mentees(person, now):
    """One query."""
    if overview.of_mentor(person).exists():
        yield Place("", _("Letters and nominations"), reverse("evaluations:mentees-recognition"), rank=81)
