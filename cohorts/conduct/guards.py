"""What every page about conduct does: nothing of it is kept by a browser, in a session or in a log.

A form that can't be taken comes back in the same answer with what was typed, and names who helps outside.
"""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from amp_portal import typed

from ..models import Cohort


def confidential(view):
    """Never kept by a browser; nothing of what was typed or asked for in an error report or a log."""

    @wraps(view)
    @never_cache
    @sensitive_post_parameters()
    @sensitive_variables()
    def guarded(request, *args, **kwargs):
        try:
            return unlogged(view(request, *args, **kwargs))
        except (Http404, PermissionDenied) as refusal:
            if not typed.words(request):
                raise
            return shown_again(request, status=404 if isinstance(refusal, Http404) else 403)

    return refused_by(refused)(guarded)


def refused_by(answer):
    """``answer(request, …)`` is the page for a form whose token is missing or old (see ``typed.csrf_failure``)."""

    def mark(view):
        view.refused = answer
        return view

    return mark


def login_required(view):
    """As Django's; what somebody wrote who was signed out meanwhile is shown to them."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if typed.words(request):
            return shown_again(request, status=403)
        return redirect_to_login(request.get_full_path())

    return guarded


def refused(request, *args, **kwargs):
    """The page was open while its reader signed in again, or their browser keeps no cookies."""
    return shown_again(request, status=403)


@never_cache
def shown_again(request, status):
    """What was typed, to take along. Nothing has been done with it."""
    context = {"words": typed.words(request), "cohorts": who_helps_outside()}
    return unlogged(render(request, "cohorts/conduct/again.html", context, status=status))


def who_helps_outside():
    """Cohorts, for a page that must not or can't tell which one it is about."""
    return Cohort.objects.published().filter(imported=False).order_by("-kickoff")


def unlogged(response):
    """Django's own log would say when a page about conduct was refused, and which."""
    response._has_been_logged = True
    return response
