"""The outermost layer: when a request was received, which request it is, and in whose time zone it is read."""

import uuid
import zoneinfo

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db.models import BigAutoField
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from . import arrival, logs, proxies, typed
from .users import session_age, zones
from .users.suspension import closed_page

METHODS = ("GET", "HEAD", "POST")


class Fronts:
    """Forwarded headers count from trusted proxies only: the rest of the portal sees none from anybody else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        proxies.believe(request.META)
        return self.get_response(request)


class ReceivedAt:
    """Stamps ``request.received_at`` (aware, UTC: when it arrived) and a request id. Pages know of no other time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex
        with logs.of_request(request):
            request.received_at = arrival.of_head(request.META, timezone.now())
            response = self.get_response(request)
        response["X-Request-ID"] = request.id
        return response


class PermissionsPolicy:
    """Every answer says what pages may not use."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        return response


class SignedInForLong:
    """Signing in holds for a while, however much the session is used; then one signs in again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and session_age.is_over(request.session, request.user, request.received_at):
            logout(request)
        return self.get_response(request)


class Suspended:
    """Somebody whose access is suspended while something is looked into sees that, and nothing else of the portal."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        suspended = request.user.is_authenticated and request.user.person.is_suspended(request.received_at)
        if suspended and request.path != reverse("account_logout"):
            return closed_page(request, request.user.person)
        return self.get_response(request)


class BackToThePage:
    """Whoever was signed out while a page was open comes back to that page, not to where its form was sent."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 302:
            asked = redirect_to_login(request.get_full_path()).url
            if response["Location"] == asked:
                response["Location"] = redirect_to_login(typed.page_of(request)).url
        return response


class Kept:
    """Who may keep a page: nobody what was made for somebody; browsers and proxies the rest, if they ask each time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if "Cache-Control" not in response:
            if request.user.is_authenticated or response.cookies:
                patch_cache_control(response, private=True, no_store=True)
            else:
                patch_cache_control(response, no_cache=True)
        return response


class WellFormed:
    """Refuses what no browser sends: other methods, forms that are huge or can't be read, impossible addresses."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if length.isdecimal() and int(length) > settings.LARGEST_REQUEST:  # read, its files fill the disk
            raise RequestDataTooBig(f"More than {settings.LARGEST_REQUEST} bytes.")
        if "%00" in request.META["QUERY_STRING"] or "\0" in request.path:  # PostgreSQL can't compare with one
            raise SuspiciousOperation("A NUL in the address.")
        arrival.read_form(request)  # unreadable, it is refused here, before any page or error page asks for it
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if any(isinstance(value, int) and value > BigAutoField.MAX_BIGINT for value in kwargs.values()):
            raise Http404


class FormsOnly:
    """A reload of an address that only takes forms says that nothing was sent, in place of an empty page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and request.method in ("GET", "HEAD") and not response.content:
            page = render(request, "405.html", {"back": typed.page_of(request)}, status=405)
            page["Allow"] = response["Allow"]
            return page
        return response


class ReaderTimeZone:
    """Activates the reader's zone: their profile's, else the one their browser named in a cookie, else UTC."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        kept = request.user.person.zone if request.user.is_authenticated else None
        timezone.activate(kept or zoneinfo.ZoneInfo(zones.of_browser(request) or "UTC"))
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()
