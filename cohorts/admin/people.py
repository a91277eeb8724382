from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from amp_portal.refusals import Refusal

from ..admin_scope import ReadOnlyAdmin
from ..imports import participants
from ..models import Invitation, MentorApplication, OtherProgramPlace, Participation
from .imports import ImportingAdmin


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Sent from the organizers' pages. The secret link is shown nowhere."""

    about = _("Who was asked to organize or to mentor, and what came of it.")
    list_display = ("email", "cohort", "role", "is_lead", "invited_at", "accepted_at", "revoked_at")
    list_filter = ("role", ("cohort", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("cohort",)
    search_fields = ("email",)
    actions = ("revoke",)
    exclude = ("token",)

    @admin.action(description=_("Take the selected invitations back"), permissions=["view"])
    def revoke(self, request, queryset):
        for invitation in queryset:
            try:
                invitation.revoke(now=request.received_at)
                self.log_change(request, invitation, "taken back")
            except Refusal as refusal:
                self.message_user(request, f"{invitation}: {refusal}", messages.ERROR)


@admin.register(MentorApplication)
class MentorApplicationAdmin(ReadOnlyAdmin):
    """Decided on the organizers' pages."""

    about = _("Who wants to mentor. Decided on the cohort's pages.")
    list_display = ("person", "cohort", "state", "applied_at")
    list_filter = ("state", "applied_at", ("cohort", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("person", "cohort")
    search_fields = ("person__name", "person__github_login")


@admin.register(Participation)
class ParticipationAdmin(ReadOnlyAdmin):
    """Who is what in which cohort; the verbs keep it, and eligibility reads it."""

    about = _("Who is what in which cohort: what the fairness rules read.")
    list_display = ("person", "cohort", "side", "is_organizer", "is_mentor", "outcome", "since", "until")
    list_filter = ("side", "is_organizer", "is_mentor", "outcome", ("cohort", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("person", "cohort")
    search_fields = ("person__name", "person__github_login")


@admin.register(OtherProgramPlace)
class OtherProgramPlaceAdmin(ImportingAdmin, ReadOnlyAdmin):
    """From imported lists of participants, which organizers of any cohort bring."""

    about = _("Imported lists of who takes part in GSoC, Outreachy, LFX and others.")
    imported = participants
    import_title = _("Import participants of other programs")
    cohort_path = None
    list_display = ("__str__", "github_login", "name", "organization", "program", "starts_on", "ends_on")
    list_filter = ("program",)
    search_fields = ("github_login", "name", "organization")
    date_hierarchy = "starts_on"

    def may_import(self, request):
        return self.has_view_permission(request)
