from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Event
from .schedule import InZone


class EventForm(forms.ModelForm):
    """An event; its times are typed in the cohort's time zone."""

    url = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=_("Where it takes place, for example a video call."),
    )

    class Meta:
        model = Event
        fields = ["title", "audience", "starts_at", "ends_at", "url", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zone = self.instance.cohort.zone
        for name in ("starts_at", "ends_at"):
            help_text = _("In the cohort's time zone, %(zone)s.") % {"zone": zone}
            field = InZone(zone=zone, label=self.fields[name].label, help_text=help_text)
            field.initial = getattr(self.instance, name)
            self.fields[name] = field
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self):
        said = super().clean()
        if said.get("starts_at") and said.get("ends_at") and said["ends_at"] <= said["starts_at"]:
            self.add_error("ends_at", _("It ends after it begins."))
        return said
