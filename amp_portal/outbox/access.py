"""Who may read a letter in the portal: whom it was written to. The lookup is the permission."""

from django.shortcuts import get_object_or_404

from .models import Message


def inbox(user):
    """The user's own letters, newest first."""
    return Message.objects.inbox_of(user.person)


def own_letter(user, pk):
    return get_object_or_404(inbox(user), pk=pk)
