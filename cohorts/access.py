"""Who may open what in cohorts. Every view starts with one of these loaders: the lookup is the permission.

Anonymous visitors are sent to sign in by ``login_required`` before a loader is asked. A thing that must not be known to
exist gives 404, a thing that is known but closed gives 403.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from .models import Cohort


def organizes(user, cohort):
    """True for the cohort's current organizers and for superusers."""
    if not user.is_authenticated:
        return False
    return user.is_superuser or cohort.organizers.filter(person=user.person, until=None).exists()


def public_cohort(user, slug):
    """A published cohort, for everybody; an unpublished one only for its organizers."""
    cohort = get_object_or_404(Cohort.objects.with_phases(), slug=slug)
    if cohort.published_at is None and not cohort.imported and not organizes(user, cohort):
        raise Http404
    return cohort


def organized_cohort(user, slug):
    """A cohort this user organizes."""
    cohort = public_cohort(user, slug)
    if not organizes(user, cohort):
        raise PermissionDenied
    return cohort
