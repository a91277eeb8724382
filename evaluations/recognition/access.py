"""Who may open what of recognition: the lookup is the permission (see ``cohorts.access``)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from cohorts.access import organizes

from ..models import Certificate
from ..models.certificate import normalise


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
