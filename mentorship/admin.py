from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cohorts.admin_scope import ReadOnlyAdmin, ScopedInline

from .models import Mentorship, MentorshipMove, Milestone


class MilestoneInline(ScopedInline):
    model = Milestone
    fields = ["title", "week", "state", "done_at"]


class MoveInline(ScopedInline):
    model = MentorshipMove
    fields = ["at", "was", "state", "by", "reason"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


@admin.register(Mentorship)
class MentorshipAdmin(ReadOnlyAdmin):
    """To look at; what happens to a mentorship happens in its room."""

    about = _("Who works with whom on what, with milestones and history.")
    list_display = ["mentee", "project", "cohort", "track", "state", "at_risk_since"]
    list_filter = ["state", "track"]
    list_select_related = ["mentee", "project", "cohort"]
    search_fields = ["mentee__name", "project__title"]
    inlines = [MilestoneInline, MoveInline]
