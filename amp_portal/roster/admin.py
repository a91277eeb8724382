"""What was read, when, and why it may not be newer. Nothing is edited here: the list is the community's."""

import structlog
from django.conf import settings
from django.contrib import admin, messages
from django.core.cache import cache
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from . import tasks
from .models import Attempt, Maintainer, Snapshot

log = structlog.get_logger()
REQUESTED = "roster/requested"  # in the cache: when somebody last asked for a fresh list


class ReadOnly(admin.ModelAdmin):
    """For whoever may enter the admin."""

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Maintainer)
class MaintainerAdmin(ReadOnly):
    about = _("Who maintains what, as the community's list says it.")
    list_display = ("github_login", "name", "github_id", "repositories", "is_tsc_member", "since", "until")
    list_filter = (("until", admin.EmptyFieldListFilter), "is_tsc_member")
    search_fields = ("github_login", "name", "=github_id")
    fields = ("github_login", "name", "github_id", "repositories", "is_tsc_member", "since", "until", "person")

    @admin.display(description=_("repositories"))
    def repositories(self, maintainer):
        return ", ".join(maintainer.repos)


@admin.register(Attempt)
class AttemptAdmin(ReadOnly):
    about = _("Each time the list was fetched, and how that went.")
    list_display = ("at", "succeeded", "outcome", "source")
    list_filter = ("succeeded",)


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnly):
    about = _("Each state of the list that was kept; ask for a fresh one here.")
    list_display = ("as_of", "entries", "fetched_at", "source")
    change_list_template = "admin/roster/snapshot/change_list.html"

    def get_urls(self):
        read = self.admin_site.admin_view(self.read_again)
        return [path("read/", read, name="roster_snapshot_read"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        context = {
            "roster_url": settings.ROSTER_URL,
            "requested_at": cache.get(REQUESTED),
            "last_success": Attempt.objects.filter(succeeded=True).first(),
            "last_failure": Attempt.objects.filter(succeeded=False).first(),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    @method_decorator(require_POST)
    def read_again(self, request):
        """Ask a worker: the list may be slow to come, and a page must not wait for it."""
        if not settings.ROSTER_URL:
            messages.error(request, _("Set ROSTER_URL to say where the list is."))
            return redirect("admin:roster_snapshot_changelist")
        try:
            tasks.sync.apply_async(retry=False, ignore_result=True)
        except Exception as error:  # whatever the broker's client raises
            log.warning("nobody took the request to read the maintainers list", error=str(error))
            messages.error(request, _("No worker could be reached. The list is read on its schedule."))
        else:
            cache.set(REQUESTED, request.received_at, timeout=86_400)
            messages.success(request, _("The list is being read. Look here again in a moment."))
        return redirect("admin:roster_snapshot_changelist")
