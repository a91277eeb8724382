"""Applications in the admin: to look things up. What happens to them happens on the portal's own pages."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cohorts.admin_scope import ReadOnlyAdmin, ScopedInline

from .models import Application, ApplicationMove, EligibilityCheck, Fact, Offer, Review

COHORT = admin.RelatedOnlyFieldListFilter  # of the rows in scope: others' cohorts may not be public yet


class MoveInline(ScopedInline):
    model = ApplicationMove
    fields = ("at", "was", "state", "by")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


class OfferInline(ScopedInline):
    model = Offer
    fields = ("project", "track", "offered_at", "offered_by", "answer_by", "answer", "answered_at")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("project", "offered_by")


class CheckInline(ScopedInline):
    model = EligibilityCheck
    fields = ("checked_at", "gate", "eligible")


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """Submitted applications only: drafts are nobody else's business."""

    about = _("Who applied, and what became of it. Drafts are not here.")
    list_display = ("person", "cohort", "state", "created_at")
    list_filter = (("cohort", COHORT), "state")
    search_fields = ("person__name", "person__email", "person__github_login")
    fields = ("cohort", "person", "state", "feedback", "created_at")
    inlines = (MoveInline, OfferInline, CheckInline)
    list_select_related = ("person", "cohort")

    def get_queryset(self, request):
        return super().get_queryset(request).received()

    def get_view_on_site_url(self, obj=None):
        """The organizers' page of it."""
        return reverse("applications:application", args=[obj.cohort.slug, obj.pk]) if obj else None


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    about = _("The mentors' scores and notes.")
    cohort_path = "application__cohort"
    list_display = ("reviewer", "project", *Review.CRITERIA, "saved_at")
    list_filter = (("application__cohort", COHORT),)
    fields = ("application", "project", "reviewer", *Review.CRITERIA, "notes", "saved_at")
    list_select_related = ("reviewer", "project")


@admin.register(Fact)
class FactAdmin(ReadOnlyAdmin):
    about = _("What organizers found out where a fairness rule needed a person.")
    list_display = ("person", "cohort", "rule", "applies", "recorded_by", "recorded_at")
    list_filter = (("cohort", COHORT), "rule")
    list_select_related = ("person", "cohort", "recorded_by")
