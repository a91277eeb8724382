"""Who may read a letter in the portal: whom it was written to. The lookup is the permission."""

from django.conf import settings
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.crypto import constant_time_compare

from amp_portal.users.models import Person

from . import unsubscribing
from .kinds import Kind
from .models import Message


def inbox(user):
    """The user's own letters, newest first."""
    return Message.objects.inbox_of(user.person)


def own_letter(user, pk):
    return get_object_or_404(inbox(user), pk=pk)


def unsubscribed(token) -> tuple[Person, list[Kind]]:
    """Whose e-mails of which kinds a signed link ends. Whoever has the letter may use it."""
    try:
        person_id, kinds = unsubscribing.read(token)
    except BadSignature:
        raise Http404 from None
    return get_object_or_404(Person, pk=person_id), kinds


def may_read_checks(request) -> bool:
    """Whether /readyz says what is amiss: to superusers, and to a watchdog that sends READYZ_TOKEN."""
    sent = request.headers.get("Authorization", "")
    if settings.READYZ_TOKEN and constant_time_compare(sent, f"Bearer {settings.READYZ_TOKEN}"):
        return True
    return request.user.is_superuser
