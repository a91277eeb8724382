from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from .models import Cohort


class PortalAdminSite(AdminSite):
    """Django's admin for superusers and organizers; each model admin narrows an organizer to their own cohorts.

    Signing in, out and changing a password is the portal's own, so that its verification, limits and second factor
    hold here too.
    """

    site_header = _("AMP portal")
    site_title = _("AMP portal")
    index_title = _("Settings and records")

    def has_permission(self, request):
        user = request.user
        return (
            user.is_active
            and user.is_authenticated
            and (user.is_superuser or Cohort.objects.organized_by(user.person).exists())
        )

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """To the portal's sign-in; who is signed in already and still sent here has no business in the admin."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"))

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")
