from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort

from .models import Certificate, Question, Round


class OrganizersAdmin(admin.ModelAdmin):
    """For superusers, and for organizers within their own cohorts. ``cohort_path`` leads from the row to the cohort."""

    cohort_path = "cohort"

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return rows.filter(**{f"{self.cohort_path}__in": Cohort.objects.organized_by(request.user.person)})

    def has_module_permission(self, request):
        return True

    def has_view_permission(self, request, obj=None):
        return obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class QuestionInline(admin.TabularInline):
    """Changed until the window opens: then people have answered, and what they answered stays what it was."""

    model = Question
    extra = 0
    fields = ["form", "position", "text", "help_text", "type", "audience", "required", "means_contact"]

    def _is_editable(self, request, round):
        return round is None or not round.has_opened(request.received_at)

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return self._is_editable(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._is_editable(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._is_editable(request, obj)


@admin.register(Round)
class RoundAdmin(OrganizersAdmin):
    list_display = ["kind", "cohort", "released_at"]
    list_filter = ["kind"]
    list_select_related = ["cohort"]
    fields = ["cohort", "kind", "released_at", "previews"]
    readonly_fields = fields
    inlines = [QuestionInline]

    @admin.display(description=_("see the forms as people will"))
    def previews(self, round):
        return format_html_join(
            " · ",
            '<a href="{}">{}</a>',
            (
                (reverse("evaluations:preview", args=[round.cohort.slug, round.kind, form]), form.label)
                for form in round.forms
            ),
        )


@admin.register(Certificate)
class CertificateAdmin(OrganizersAdmin):
    """Where a holder's name can be corrected."""

    cohort_path = "mentorship__cohort"
    list_display = ["code", "holder_name", "issued_at"]
    search_fields = ["code", "holder_name"]
    readonly_fields = ["code", "issued_at", "mentorship"]
    fields = ["holder_name", *readonly_fields]
