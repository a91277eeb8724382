from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..admin_scope import ReadOnlyAdmin, ScopedAdmin, ScopedInline
from ..models import Project, ProjectMentor, ProjectMilestone, ProjectTask, Skill


class MentorInline(ScopedInline):
    model = ProjectMentor
    fields = ("person", "is_lead", "since", "until")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person")


class MilestoneInline(ScopedInline):
    model = ProjectMilestone
    fields = ("week", "title")


class TaskInline(ScopedInline):
    model = ProjectTask
    fields = ("title", "url")


@admin.register(Project)
class ProjectAdmin(ReadOnlyAdmin):
    """Read here; proposed, edited and decided on the portal's pages, where the rules are."""

    about = _("Project ideas with mentors, milestones and places.")
    list_display = ("title", "cohort", "state", "kind", "difficulty", "sponsored_taken", "sponsored_slots")
    list_filter = ("state", "kind", ("cohort", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("cohort",)
    search_fields = ("title", "summary")
    inlines = (MentorInline, MilestoneInline, TaskInline)


@admin.register(Skill)
class SkillAdmin(ScopedAdmin):
    """The shared words for skills: mentors add them, organizers correct them."""

    about = _("The words projects ask for skills with.")
    cohort_path = None
    organizers_may = frozenset({"view", "add", "change"})
    list_display = ("name",)
    search_fields = ("name",)
