from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Invitation, Organizer


class InvitationForm(forms.ModelForm):
    """Whom to invite, and as what; only leads and superusers invite as lead."""

    class Meta:
        model = Invitation
        fields = ["email", "role", "is_lead"]

    def __init__(self, *args, may_appoint, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_appoint:
            del self.fields["is_lead"]
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields, Submit("invite", _("Send the invitation")))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_lead") and cleaned.get("role") == Invitation.Role.MENTOR:
            self.add_error("is_lead", _("Only organizers can lead a cohort."))
        return cleaned


class OrganizerForm(forms.ModelForm):
    """Contact of an organizer; for leads and superusers also whether they lead."""

    class Meta:
        model = Organizer
        fields = ["contact", "is_lead"]

    def __init__(self, *args, may_appoint, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.auto_id = f"organizer-{self.instance.pk}-%s"
        if not may_appoint:
            del self.fields["is_lead"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class AcceptanceForm(forms.Form):
    """Saying yes to an invitation. Organizers say how participants can reach them; leads have to."""

    contact = Organizer._meta.get_field("contact").formfield(label=_("How can people reach you?"))

    def __init__(self, *args, invitation, address, **kwargs):
        super().__init__(*args, initial={"contact": address}, **kwargs)
        self.fields["contact"].required = invitation.is_lead
        if invitation.is_to_mentor:
            del self.fields["contact"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
