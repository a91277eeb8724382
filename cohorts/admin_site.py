from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db.models.base import ModelBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from amp_portal.numbers import numbers

from .models import Cohort

# How somebody signs in is their own: they look after it on their account's pages.
PEOPLES_OWN = frozenset(
    {
        "account.emailaddress",
        "mfa.authenticator",
        "socialaccount.socialaccount",
        "socialaccount.socialapp",
        "socialaccount.socialtoken",
    }
)

# Django's views that the portal does without: the way to any object's address by its type and id, which asks nobody
# whose rows these are; choices of a field that no form here loads; the end of changing a password, which is our own.
LEFT_OUT = frozenset({"view_on_site", "autocomplete", "password_change_done"})


def _of_rows(view):
    """A page of the admin; rows that are chosen on it are named by their numbers."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if len(numbers(chosen)) < len(chosen):
            raise SuspiciousOperation("A chosen row that is none.")
        return view(request, *args, **kwargs)

    return checked


class PortalAdminSite(AdminSite):
    """Django's admin for superusers and organizers; each model admin narrows an organizer to their own cohorts.

    Signing in, out and changing a password is the portal's own, so that its verification, limits and second factor
    hold here too.
    """

    site_header = _("AMP portal")
    site_title = _("AMP portal")
    index_title = _("Settings and records")

    def register(self, model_or_iterable, admin_class=None, **options):
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        shown = [model for model in models if model._meta.label_lower not in PEOPLES_OWN]
        super().register(shown, admin_class, **options)

    def get_urls(self):
        return [route for route in super().get_urls() if getattr(route, "name", None) not in LEFT_OUT]

    def get_app_list(self, request, app_label=None):
        """With what each list is about, as its model admin says it (``about``)."""
        found = super().get_app_list(request, app_label)
        for app in found:
            for listed in app["models"]:
                listed["about"] = getattr(self._registry[listed["model"]], "about", "")
        return found

    def admin_view(self, view, cacheable=False):
        return super().admin_view(_of_rows(view), cacheable)

    def has_permission(self, request):
        """Asked for every model of a page: the answer is kept with the request."""
        if not hasattr(request, "may_enter_admin"):
            request.may_enter_admin = self._lets_in(request.user)
        return request.may_enter_admin

    def _lets_in(self, user):
        if not (user.is_authenticated and user.is_active):
            return False
        return user.is_superuser or Cohort.objects.organized_by(user.person).exists()

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
