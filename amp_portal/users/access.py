"""Who may open what. Everybody's profile is their own."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from . import deciders
from .models import CalendarLink, Join


def own_person(user):
    """The Person of whoever is signed in."""
    return user.person


def calendar_of(token, now):
    """The Person whose dates a secret link opens, to whoever has it."""
    person = CalendarLink.reader(token, now)
    if person is None:
        raise Http404
    return person


def match(user, pk):
    """A possible match, for those it concerns: see ``deciders``."""
    joins = Join.objects.select_related("account", "known", "decided_by")
    return get_object_or_404(deciders.visible(joins, user), pk=pk)
