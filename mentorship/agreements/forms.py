from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms import _plain_helper
from ..models import Agreement
from ..models.agreement import TERMS

LENGTHS = (15, 30, 45, 60, 90)
HOURS = [(hour, f"{hour:02}:00") for hour in range(25)]


class AgreementForm(forms.ModelForm):
    """Terms to propose. ``zones``: ``(name, label)`` of those whose clock a call may go by; the first goes without."""

    class Meta:
        model = Agreement
        fields = TERMS
        widgets = {
            "cadence": forms.RadioSelect,
            "channels": forms.Textarea(attrs={"rows": 3}),
            "at": forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M"),
        }
        help_texts = {
            "channels": _("Slack, issues, e-mail: what for what, and how soon an answer may be hoped for."),
            "zone": _("The call stays at this hour there, also when clocks change."),
        }
        error_messages = {"channels": {"required": _("Please name at least one place, for example Slack.")}}

    helper = _plain_helper()

    def __init__(self, *args, zones, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cadence"].choices = Agreement._meta.get_field("cadence").choices
        self.fields["weekday"].choices = [("", _("no regular call")), *Agreement.Weekday.choices]
        self._choose("zone", zones, str, required=False)
        self._choose("minutes", [(length, _("%(length)d minutes") % {"length": length}) for length in LENGTHS], int)
        for name, label in (
            ("mentee_from", _("The mentee's day begins")),
            ("mentee_until", _("and ends")),
            ("mentors_from", _("The mentor's day begins")),
            ("mentors_until", _("and ends")),
        ):
            self._choose(name, HOURS, int, label=label)

    def _choose(self, name, choices, coerce, *, label=None, required=True):
        field = self.fields[name]
        self.fields[name] = forms.TypedChoiceField(
            label=label or field.label, help_text=field.help_text, choices=choices, coerce=coerce, required=required
        )

    def clean(self):
        terms = super().clean()
        if terms.get("weekday") is None:
            terms |= {"weekday": None, "at": None, "zone": ""}
        else:
            if not terms.get("at") and "at" not in self.errors:
                self.add_error("at", _("At what time?"))
            terms["zone"] = terms.get("zone") or self.fields["zone"].choices[0][0]
        for whose in ("mentee", "mentors"):
            begins, ends = terms.get(f"{whose}_from"), terms.get(f"{whose}_until")
            if begins is not None and ends is not None and begins >= ends:
                self.add_error(f"{whose}_until", _("The day ends after it begins."))
        return terms
