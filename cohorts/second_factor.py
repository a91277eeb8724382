"""Who needs a second factor: superusers in production, and organizers where the portal's settings say so."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode

from amp_portal.users import factors

from .models import Organizer

# What stays open: how one signs in, what is one's own, and reporting misconduct.
OPEN_PREFIXES = ("account_", "mfa_", "socialaccount_", "github_", "second_factor:")
OPEN = {
    "users:profile",
    "users:sign-in-again",
    "users:set-password",
    "users:calendar",
    "users:revoke-calendar",
    "users:calendar-feed",
    "outbox:object",  # whoever's factor was taken off by somebody else must be able to say so
    "cohorts:conduct",
    "cohorts:conduct-code",
    "cohorts:conduct-report",
}


def is_asked(person) -> bool:
    """Whether the person organizes or administers and has no second factor. One query."""
    if person.user.is_superuser:
        return not factors.factors_of(person.user).exists()
    own = Authenticator.objects.filter(user=OuterRef("person__user"), type__in=factors.FACTORS)
    return Organizer.objects.current().filter(~Exists(own), person=person).exists()


def is_required(user) -> bool:
    """Whether what the user's role opens is closed without a second factor."""
    if user.is_superuser and settings.PRODUCTION:
        return True
    if not settings.ORGANIZERS_NEED_SECOND_FACTOR:
        return False
    return user.is_superuser or Organizer.objects.current().filter(person=user.person).exists()


class SecondFactor:
    """Whoever needs a second factor opens nothing but their account until they have it and used it in this session.

    One gate for every page, the admin's too: an organizer's powers are spread over all of them.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or _is_open(request.resolver_match) or not is_required(request.user):
            return None
        if not factors.factors_of(request.user).exists():
            return redirect("second_factor:required")
        if not factors.used_in(request):
            wanted = urlencode({"next": request.get_full_path()})
            return redirect(f"{resolve_url('mfa_reauthenticate')}?{wanted}")
        return None


def _is_open(match):
    return match.view_name.startswith(OPEN_PREFIXES) or match.view_name in OPEN
