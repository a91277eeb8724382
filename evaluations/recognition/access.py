"""Who may open what of recognition: the lookup is the permission (see ``cohorts.access``)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from cohorts.access import organized_cohort, organizes
from mentorship.models import Mentorship

from ..models import Certificate, Nomination, Recommendation, Testimonial
from ..models.certificate import normalise
from ..models.testimonial import cohorts_to_speak_of


def public_certificate(code):
    """The certificate with this code, however it is typed, or None: who has the code may verify it."""
    related = ("mentorship__cohort", "mentorship__project", "mentorship__mentee")
    return Certificate.objects.select_related(*related).filter(code=normalise(code)).first()


def printable_certificate(user, code):
    """A valid certificate, for its holder and the organizers of its cohort."""
    certificate = _known(code)
    if not (is_holder(user, certificate) or organizes(user, certificate.mentorship.cohort)):
        raise PermissionDenied
    if not certificate.is_valid:
        raise Http404
    return certificate


def held_certificate(user, code):
    """A certificate, for its holder alone."""
    certificate = _known(code)
    if not is_holder(user, certificate):
        raise PermissionDenied
    return certificate


def organized_certificate(user, code):
    """A certificate, for the organizers of its cohort."""
    certificate = _known(code)
    if not organizes(user, certificate.mentorship.cohort):
        raise PermissionDenied
    return certificate


def is_holder(user, certificate):
    return user.is_authenticated and certificate.mentorship.mentee_id == user.person.pk


def _known(code):
    certificate = public_certificate(code)
    if certificate is None:
        raise Http404
    return certificate


def mentored(user, pk):
    """A mentorship, for the current mentors of its project."""
    mentorships = Mentorship.objects.mentored_by(user.person).select_related("mentee", "project", "cohort")
    return get_object_or_404(mentorships, pk=pk)


def recommendation(user, pk):
    """``(letter, is_organizer)``: for its author; once handed in for organizers; once signed for the mentee."""
    letter = get_object_or_404(Recommendation.objects.with_people(), pk=pk)
    person, mentorship = user.person, letter.mentorship
    is_mentee = mentorship.mentee_id == person.pk
    is_organizer = not is_mentee and organizes(user, mentorship.project.cohort)
    may_read = (
        letter.author_id == person.pk
        or (letter.is_signed and is_mentee)
        or (is_organizer and (letter.is_signed or letter.is_waiting))
    )
    if not may_read:
        raise Http404
    return letter, is_organizer


def letter_to_sign(user, pk):
    """A letter, for an organizer who did not write it."""
    letter, is_organizer = recommendation(user, pk)
    if not is_organizer:
        raise PermissionDenied
    return letter


def own_letter(user, pk):
    """A letter, for its author."""
    return get_object_or_404(Recommendation.objects.with_people(), pk=pk, author=user.person)


def signed_letter(user, pk):
    letter, _is_organizer = recommendation(user, pk)
    if not letter.is_signed:
        raise Http404
    return letter


def nomination(user, pk):
    """A nomination, for the organizers; never for the mentee it is about."""
    found = get_object_or_404(Nomination.objects.with_people(), pk=pk)
    if found.mentorship.mentee_id == user.person.pk or not organizes(user, found.mentorship.project.cohort):
        raise Http404
    return found


def own_mentorship(user, pk):
    """A mentorship, for its mentee."""
    return get_object_or_404(Mentorship.objects.select_related("cohort", "project"), pk=pk, mentee=user.person)


def cohort_to_speak_of(user, slug):
    """A cohort, for who took part in it to the end."""
    return get_object_or_404(cohorts_to_speak_of(user.person), slug=slug)


def own_testimonial(user, slug):
    """What a person has said about a cohort."""
    return get_object_or_404(Testimonial, author=user.person, cohort__slug=slug)


def testimonial_to_feature(user, slug, pk):
    """A testimonial whose author agrees to the front page, for organizers of the cohort."""
    cohort = organized_cohort(user, slug)
    return get_object_or_404(Testimonial.objects.consented(), cohort=cohort, on_front_page=True, pk=pk)
