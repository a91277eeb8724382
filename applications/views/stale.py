"""What somebody sees who decides on a page that was opened a while ago."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from amp_portal import typed
from amp_portal.numbers import number

from ..refusals import Gone


def signed_in_or_back_to(page):
    """For somebody signed in; whatever is gone meanwhile leads back to the cohort's ``page`` with a word on it."""

    def decorate(view):
        @typed.login_required
        @wraps(view)
        def guarded(request, slug, *args, **kwargs):
            try:
                return view(request, slug, *args, **kwargs)
            except Gone as gone:
                messages.warning(request, str(gone))
                return redirect(page, slug)

        return guarded

    return decorate


def version_read(request, name="version"):
    """The version that was on the page, or None."""
    return number(request.POST.get(name, ""))


def typed_before(request, sent_to=""):
    """What this person sent from this page just before they signed in again; nobody else at this browser gets it.

    The form names who has it open (``components/typed_by.html``); ``sent_to`` is its address, if not the page's.
    """
    words = typed.take(request, sent_to)
    if words is None or words.get("typed_by") != str(request.user.pk):
        return None
    messages.warning(request, _("You were signed out meanwhile. Here is what you typed: save it."))
    return words
