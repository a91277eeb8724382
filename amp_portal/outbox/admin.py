"""Organizers see the letters of their own cohorts, never private ones, and send again what could not be delivered."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from amp_portal import scopes
from amp_portal.lines import as_plain
from amp_portal.named_lookups import NamedLookups
from amp_portal.refusals import Refusal

from .masking import masked
from .models import Message


@admin.register(Message)
class MessageAdmin(NamedLookups, admin.ModelAdmin):
    about = _("Letters sent, waiting or undelivered; account mail is not here.")
    list_display = ("subject_or_letter", "person", "channel", "state", "goes_out", "sent_at", "tries")
    list_filter = ("state", "channel", "letter", "sent_at")
    search_fields = ("person__name", "person__email", "person__github_login", "address", "subject")
    list_select_related = ("person",)
    list_per_page = 50
    ordering = ("-created_at", "-pk")
    view_on_site = False  # its page is its reader's alone
    actions = ("send_again",)
    fields = (
        "letter",
        "person",
        "address",
        "channel",
        "state",
        "what_happened",
        "created_at",
        "goes_out",
        "tries",
        "sent_at",
        "merged_into",
        "read_at",
        "subject_masked",
        "body_masked",
    )
    readonly_fields = fields

    def has_module_permission(self, request):
        return True

    def has_view_permission(self, request, obj=None):
        """Whoever may enter the admin; ``get_queryset`` decides which letters there are for them."""
        return True

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        letters = super().get_queryset(request).filter(private=False)
        if request.user.is_superuser:
            return letters
        return letters.filter(scope__in=scopes.organized_by(request.user))

    @admin.display(description=_("letter"), ordering="subject")
    def subject_or_letter(self, message):
        return masked(message.subject) or message.letter

    @admin.display(description=_("goes out"), ordering="send_after")
    def goes_out(self, message):
        return message.goes_out_at(message.send_after) if message.state == Message.State.QUEUED else None

    @admin.display(description=_("what happened"))
    def what_happened(self, message):
        return masked(message.error)

    @admin.display(description=_("subject"))
    def subject_masked(self, message):
        return masked(message.subject)

    @admin.display(description=_("text"))
    def body_masked(self, message):
        return masked(as_plain(message.body))

    @admin.action(description=_("Send again what could not be delivered"), permissions=["view"])
    def send_again(self, request, queryset):
        count = 0
        for message in queryset:
            try:
                message.resend(request.received_at)
            except Refusal as refusal:
                self.message_user(request, f"{self.subject_or_letter(message)}: {refusal}", messages.WARNING)
            else:
                self.log_change(request, message, "sent again")
                count += 1
        if count:
            text = ngettext("%d letter is on its way again.", "%d letters are on their way again.", count)
            self.message_user(request, text % count, messages.SUCCESS)
