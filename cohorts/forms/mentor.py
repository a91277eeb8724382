from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from amp_portal.users import zones

from ..models import MentorApplication
from ..models.mentor import DECLARATIONS


class MentorForm(forms.ModelForm):
    """What somebody tells us who wants to mentor. Asks for a time zone only where the person has none yet."""

    time_zone = forms.ChoiceField(label=_("your time zone"), help_text=_("Kept in your profile."))

    class Meta:
        model = MentorApplication
        fields = MentorApplication.ANSWERS
        widgets = {
            "experience": forms.Textarea({"rows": 5}),
            "availability": forms.Textarea({"rows": 3}),
            "style": forms.Textarea({"rows": 3}),
            "hours_from": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "hours_until": forms.TimeInput({"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args, person, browser_zone="", **kwargs):
        super().__init__(*args, **kwargs)
        for name in DECLARATIONS:
            self.fields[name].required = True
        if person.time_zone:
            del self.fields["time_zone"]
        else:
            self.fields["time_zone"].choices = [("", "—"), *((name, name) for name in zones.to_choose())]
            self.fields["time_zone"].initial = browser_zone
        self.helper = FormHelper()
        self.helper.layout = self._layout()

    def _layout(self):
        times = [Column("hours_from", css_class="col-sm-6"), Column("hours_until", css_class="col-sm-6")]
        save = _("Save changes") if self.instance.is_editable and self.instance.pk else _("Apply as a mentor")
        return Layout(
            Fieldset(_("About you"), "experience", "style"),
            Fieldset(
                _("Your time"), "availability", Row(*times), *(["time_zone"] if "time_zone" in self.fields else [])
            ),
            Fieldset(
                _("What every mentor declares"),
                *DECLARATIONS,
            ),
            HTML('<div class="actions">'),
            Submit("save", save),
            HTML("</div>"),
        )

    @property
    def answers(self):
        return {name: self.cleaned_data[name] for name in MentorApplication.ANSWERS}


class MentorDecisionForm(forms.Form):
    """An organizer's answer to somebody who wants to mentor."""

    APPROVE, DECLINE = "approve", "decline"

    words = forms.CharField(
        label=_("Your words to them"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("They get this with your decision. For a “not this time”, say kindly why."),
    )
    decision = forms.ChoiceField(choices=[(APPROVE, _("Approve")), (DECLINE, _("Not this time"))])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == self.DECLINE and not cleaned.get("words"):
            self.add_error("words", _("Please say why, in a sentence or two: they will want to know."))
        return cleaned
