"""Who may open what. Everybody's profile is their own."""

from django.http import Http404

from .models import CalendarLink


def own_person(user):
    """The Person of whoever is signed in."""
    return user.person


def calendar_of(token, now):
    """The Person whose dates a secret link opens, to whoever has it."""
    person = CalendarLink.reader(token, now)
    if person is None:
        raise Http404
    return person
