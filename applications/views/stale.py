"""What somebody sees who decides on a page that was opened a while ago."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect

from amp_portal.numbers import number

from ..refusals import Gone


def signed_in_or_back_to(page):
    """For somebody signed in; whatever is gone meanwhile leads back to the cohort's ``page`` with a word on it."""

    def decorate(view):
        @login_required
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
