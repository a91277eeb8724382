from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import AddressFormField
from amp_portal.refusals import Refusal
from amp_portal.users.addresses import account_with

from .models import SecondFactorReset


class ResetForm(forms.ModelForm):
    """Whose second factor is lost, by the address of the account, and how one knows."""

    email = AddressFormField(label=_("email address of the account"))

    class Meta:
        model = SecondFactorReset
        fields = ("reason",)

    by = None  # set by the admin: whose request it is

    def clean_email(self):
        email = self.cleaned_data["email"]
        self.user = account_with(email)
        if self.user is None:
            raise forms.ValidationError(_("Nobody has an account with this address."))
        try:
            SecondFactorReset.check_may_ask(self.user, by=self.by)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return email


@admin.register(SecondFactorReset)
class SecondFactorResetAdmin(admin.ModelAdmin):
    """For superusers: a lost factor goes a day after another superuser said why. The secret link is shown nowhere."""

    about = _("Lost second factors: removed after 24 hours, unless the account’s owner cancels.")
    form = ResetForm
    list_display = ("user", "asked_by", "asked_at", "due_at", "applied_at", "canceled_at")
    list_select_related = ("user", "asked_by")
    search_fields = ("user__email", "user__person__name")
    actions = ("cancel",)
    readonly_fields = (
        "user",
        "reason",
        "asked_by",
        "asked_at",
        "due_at",
        "applied_at",
        "canceled_at",
        "canceled_because",
    )

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        return self.readonly_fields if obj else ("email", "reason")

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user.person
        return form

    def save_form(self, request, form, change):
        reason = form.cleaned_data["reason"]
        return SecondFactorReset.ask(form.user, reason, by=request.user.person, now=request.received_at)

    def save_model(self, request, obj, form, change):
        """The verb has saved it."""

    def save_related(self, request, form, formsets, change):
        """There is nothing else to save."""

    @admin.action(description=_("Cancel the selected resets"), permissions=["view"])
    def cancel(self, request, queryset):
        for reset in queryset:
            try:
                reset.cancel(
                    because=str(_("By %(person)s.") % {"person": request.user.person}), now=request.received_at
                )
                self.log_change(request, reset, "canceled")
            except Refusal as refusal:
                self.message_user(request, f"{reset.user}: {refusal}", messages.ERROR)
