"""What somebody sent when their session had ended, or was another one: kept in it, and handed back to the same page.

    @typed.login_required
    def section(request, …):
        if words := typed.take(request):
            form = Form(words, …)

So a Save without JavaScript loses nothing either. What a script sends by itself is not kept: it keeps its own copy.
"""

from datetime import timedelta
from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import QueryDict
from django.shortcuts import redirect
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme
from django.views.csrf import csrf_failure as refused

from . import limits

KEY = "typed"
LONGEST = 500_000  # characters
WRITTEN = ("body", "about", "contact", "text", "words", "reason")  # fields for free text, never a password or a token
PER_HOUR = 30  # by one visitor: they are not signed in
KEPT_FOR = timedelta(days=1)  # for a visitor who does not come back to sign in


def login_required(view):
    """As Django's; what a visitor sends is kept until they have signed in."""

    @wraps(view)
    def kept(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if _is_typed(request) and not limits.count(request, KEY, most=PER_HOUR, now=request.received_at):
            _keep(request)
            request.session.set_expiry(KEPT_FOR)
        return redirect_to_login(request.get_full_path())

    kept.hands_back = True
    return kept


def csrf_failure(request, reason=""):
    """The page was open while its reader signed in again: where it can, it comes back with what they typed.

    A view whose words must be kept nowhere answers itself: ``view.refused(request, …)`` shows them again, and no more.
    """
    view = request.resolver_match.func
    if answer := getattr(view, "refused", None):
        return answer(request, *request.resolver_match.args, **request.resolver_match.kwargs)
    hands_back = getattr(view, "hands_back", False)
    if not (request.user.is_authenticated and hands_back and _is_typed(request)):
        return refused(request, reason)
    _keep(request)
    return redirect(page_of(request))


def page_of(request):
    """The page whose form this is, as far as the browser tells; else where the form was sent."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return request.get_full_path()
    path, query = urlsplit(page)[2:4]
    path = escape_leading_slashes(path)  # two would lead to another server
    return f"{path}?{query}" if query else path


def take(request, sent_to=""):
    """What was typed for this page, once; None where nothing was. ``sent_to``: a form's address, if not the page's."""
    kept = request.session.get(KEY)
    if kept is None or kept["path"] != (sent_to or request.path):
        return None
    del request.session[KEY]
    return QueryDict(kept["words"])


def words(request) -> list[str]:
    """What somebody wrote in the form they sent: to be shown to them in the same answer, where it can't be taken."""
    written = (request.POST.get(name, "") for name in WRITTEN)
    return [text for text in written if text.strip()]


def _is_typed(request):
    return request.method == "POST" and "autosave" not in request.POST


def _keep(request):
    words = request.POST.urlencode()
    if len(words) <= LONGEST:
        request.session[KEY] = {"path": request.path, "words": words}
