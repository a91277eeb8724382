from itertools import pairwise

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from amp_portal.refusals import Refusal
from amp_portal.users.models import Person

from .. import cohort_settings, schedule
from ..imports import history
from ..models import Cohort
from .imports import ImportingAdmin
from .inlines import OrganizerInline, PhaseInline, ReadOnlyPhaseInline

SETTINGS = (
    ("choices_per_application", "earlier_participations", "answer_by_days"),
    ("shortlist_length", "blind_review"),
    ("contributions_required", "months_active", "adults_only"),
    ("arbiter", "evaluates_in_place"),
    ("hours_expected", "weeks_expected"),
    ("quiet_until", "quiet_from"),
    ("nudge_after", "second_nudge_after", "at_risk_after"),
    ("answer_nudge_after", "answer_escalate_after", "github_activity"),
)
STIPENDS = (("stipend_mentees", "stipend_mentors", "currency"),)


@admin.register(Cohort)
class CohortAdmin(ImportingAdmin):
    """Where a cohort is set up: first name and kickoff, which give it its phases; then leads, links, publication."""

    about = _("Names, rules, links and leads. Dates move on a cohort's own pages.")
    imported = history
    import_title = _("Import earlier cohorts")
    cohort_path = "pk"
    organizers_may = frozenset({"view", "change"})
    list_display = ("name", "year", "mode", "kickoff", "time_zone", "is_published")
    list_filter = ("mode", "year")
    search_fields = ("name", "slug")
    actions = ("publish",)
    prepopulated_fields = {"slug": ("name",)}
    object_history_template = "admin/cohorts/cohort/object_history.html"
    change_form_template = "admin/cohorts/cohort/change_form.html"

    @admin.display(boolean=True, description=_("published"), ordering="published_at")
    def is_published(self, cohort):
        return cohort.published_at is not None

    @admin.display(description=_("dates"))
    def dates(self, cohort):
        """Once published, dates move by their own rules, with a preview of whom that concerns."""
        return format_html(
            '<a href="{}">{}</a>', reverse("cohorts:schedule", args=[cohort.slug]), _("Change the dates")
        )

    @admin.display(description=_("settings"))
    def change_settings(self, cohort):
        """What a rule, an offer or a payment reads changes by its own rules, too (``cohort_settings``)."""
        return format_html(
            '<a href="{}">{}</a>', reverse("cohorts:settings", args=[cohort.slug]), _("Change the settings")
        )

    def get_fieldsets(self, request, obj=None):
        basics = ["name", "slug", "program", "mode", "kickoff", "time_zone"]
        if obj is not None:
            basics = ["name", "slug", "program", "year", "mode", "kickoff", "time_zone", "dates", "published_at"]
        return [
            (None, {"fields": basics}),
            (_("Links"), {"fields": ["slack_url", "discussion_url", "conduct_url", "conduct_contact"]}),
            (_("Rules"), {"fields": SETTINGS if obj is None else ("change_settings", *SETTINGS)}),
            (_("Stipends of a funded cohort"), {"fields": STIPENDS}),
        ]

    def get_readonly_fields(self, request, obj=None):
        """Kickoff and zone made the phases: they follow the program's dates from then on. A public link stays.

        So do the settings that people rely on, once the cohort is there: they change on a page of their own.
        """
        if obj is None:
            return ()
        fixed = ("kickoff", "time_zone", "dates", "published_at", "change_settings", *cohort_settings.SETTINGS)
        return (*fixed, "slug") if obj.published_at else fixed

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Who is named for something is one of the organizers, and a new cohort has none yet."""
        form = super().get_form(request, obj, change, **kwargs)
        for name in {"arbiter", "evaluates_in_place"} & form.base_fields.keys():
            form.base_fields[name].queryset = Person.objects.none()
        return form

    def get_prepopulated_fields(self, request, obj=None):
        return self.prepopulated_fields if obj is None else {}

    def get_inlines(self, request, obj):
        if obj is None:
            return ()
        return (OrganizerInline, ReadOnlyPhaseInline if obj.published_at else PhaseInline)

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    def save_model(self, request, obj, form, change):
        if not change:
            obj.year = obj.kickoff.year
        super().save_model(request, obj, form, change)
        if not change:
            schedule.lay_out(obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        schedule.keep_kickoff(form.instance)

    def response_add(self, request, obj, post_url_continue=None):
        """On to the cohort's own page: its phases are there, and its organizers are next."""
        self.message_user(
            request, _("The phases come from the AMP template. Name a lead organizer next."), messages.SUCCESS
        )
        return HttpResponseRedirect(reverse("admin:cohorts_cohort_change", args=[obj.pk]))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A verb refuses after the forms were valid only where something changed in between: then nothing is saved."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refusal as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def history_view(self, request, object_id, extra_context=None):
        """With the trail of the cohort's settings."""
        cohort = self.get_object(request, unquote(object_id))
        trail = _trail(cohort) if cohort else []
        return super().history_view(request, object_id, {**(extra_context or {}), "trail": trail})

    @admin.action(description=_("Publish the selected cohorts"), permissions=["change"])
    def publish(self, request, queryset):
        for cohort in queryset:
            try:
                cohort.publish(by=request.user.person, now=request.received_at)
                self.log_change(request, cohort, "published")
                self.message_user(request, _("%(cohort)s is public now.") % {"cohort": cohort}, messages.SUCCESS)
            except Refusal as refusal:
                self.message_user(request, f"{cohort}: {refusal}", messages.ERROR)


def _trail(cohort):
    """The last fifty changes of the settings: ``(record, [(field, old, new)])``, newest first."""
    records = list(cohort.history.select_related("history_user").order_by("-history_date", "-history_id")[:51])
    return [
        (newer, [(change.field, change.old, change.new) for change in newer.diff_against(older).changes])
        for newer, older in pairwise(records)
    ]
