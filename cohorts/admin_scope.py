"""The base of every model admin about a cohort: superusers see all rows, organizers those of their own cohorts."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db import models

from amp_portal.named_lookups import NamedLookups

from .models import Cohort

HTTPS: Mapping[type[models.Field], Mapping[str, Any]] = {models.URLField: {"assume_scheme": "https"}}


class ScopedAdmin(NamedLookups, admin.ModelAdmin):
    """Narrows lists, pages, histories, actions, autocompletes and choices of foreign keys to the organizer's cohorts.

    ``cohort_path`` is the lookup from the model to its cohort ("pk" for the cohort itself, None where rows belong to no
    cohort). ``organizers_may`` names what organizers may do of view, add, change and delete.
    """

    formfield_overrides = HTTPS
    cohort_path: str | None = "cohort"
    organizers_may: frozenset[str] = frozenset({"view"})

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.user.is_superuser or self.cohort_path is None:
            return rows
        return rows.filter(**{f"{self.cohort_path}__in": Cohort.objects.organized_by(request.user.person).values("pk")})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if isinstance(related, ScopedAdmin):
            kwargs.setdefault("queryset", related.get_queryset(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_view_on_site_url(self, obj=None):
        """Straight to the row's own page, which decides for itself who may open it."""
        return obj.get_absolute_url() if obj and hasattr(obj, "get_absolute_url") else None

    def _may(self, request, action):
        """Rows out of scope never get this far: ``get_queryset`` has left them out."""
        return request.user.is_superuser or action in self.organizers_may

    def has_module_permission(self, request):
        return self._may(request, "view")

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view")

    def has_add_permission(self, request):
        return self._may(request, "add")

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change")

    def has_delete_permission(self, request, obj=None):
        return self._may(request, "delete")


class ReadOnlyAdmin(ScopedAdmin):
    """For what only the verbs of the portal change."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ScopedInline(admin.TabularInline):
    """Rows of a page that is scoped itself. Read-only unless a subclass opens it."""

    formfield_overrides = HTTPS
    extra = 0

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
