"""Forms about being away, about nudges, and about letting a mentorship rest."""

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from .models import StepWords


def _plain_helper():
    """Fields only: the page brings the form tag, the token and the button."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class DayField(forms.DateField):
    def __init__(self, **kwargs):
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class LeaveForm(forms.Form):
    """Days away. ``people``: whom an organizer may enter it for, as ``(value, label)``; others enter their own."""

    who = forms.ChoiceField(label=_("Who is away"))
    starts_on = DayField(label=_("First day away"))
    ends_on = DayField(label=_("Last day away"))
    covered_by = forms.TypedChoiceField(
        label=_("Who covers"),
        help_text=_("For an organizer's leave: participants see whom to ask meanwhile."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    helper = _plain_helper()

    def __init__(self, *args, people=(), organizers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = people
        self.fields["covered_by"].choices = [("", "–"), *((person.pk, str(person)) for person in organizers)]
        if not people:
            del self.fields["who"]
        if not organizers:
            del self.fields["covered_by"]


class ReplyForm(forms.Form):
    """An answer to a nudge. The button alone is enough."""

    back_on = DayField(label=_("Back on"), required=False)
    words = forms.CharField(
        label=_("Anything to add"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000, required=False
    )

    helper = _plain_helper()

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind == "help":
            del self.fields["back_on"]
            self.fields["words"].help_text = _("Only the organizers read it.")
        elif kind == "break":
            self.fields["back_on"].help_text = _("You can change it at any time, and nobody asks why.")
            self.fields["words"].help_text = _("Your mentors and the organizers read it.")
        else:
            self.fields["back_on"].help_text = _("If you are away for some days. Nobody asks you anything until then.")
            self.fields["words"].help_text = _("Your mentors and the organizers read it.")


class LeaveEndForm(forms.Form):
    ends_on = DayField(label=_("Last day away"))

    helper = _plain_helper()


class SnoozeForm(forms.Form):
    """Until when nobody is reminded, and what the organizer knows."""

    day = DayField(label=_("Remind nobody before"))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("For the other organizers."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
    )

    helper = _plain_helper()


class ExtendForm(forms.Form):
    """Until when a mentorship gets more time. ``seen``: the last extension that whoever fills it in knew of."""

    last_day = DayField(label=_("New last day"), help_text=_("Everything that is still to come moves by as many days."))
    reason = forms.CharField(
        label=_("Reason, for the organizers"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2_000
    )
    words = forms.CharField(
        label=_("A word to the mentee and the mentors"),
        help_text=_("It stands in their letter. The new dates stand there anyway."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    helper = _plain_helper()


class StepWordsForm(forms.ModelForm):
    """A cohort's own words for a step; placeholders that nobody could fill in, or that must stay, are named."""

    class Meta:
        model = StepWords
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 16})}

    helper = _plain_helper()

    def __init__(self, *args, text, **kwargs):
        super().__init__(*args, **kwargs)
        self.text = text

    def clean_subject(self):
        self._check_unknown(self.cleaned_data["subject"])
        return self.cleaned_data["subject"]

    def clean_body(self):
        body = self.cleaned_data["body"]
        self._check_unknown(body)
        _unknown, missing = self.text.problems(body)
        if missing:
            raise forms.ValidationError(
                _("This has to stay in the letter: %(names)s.") % {"names": _in_braces(missing)}
            )
        return body.replace("\r\n", "\n")

    def _check_unknown(self, words):
        unknown, _missing = self.text.problems(words)
        if unknown:
            raise forms.ValidationError(
                _("Nobody could fill this in: %(names)s. Use only the placeholders below.")
                % {"names": _in_braces(unknown)}
            )


def _in_braces(names):
    return ", ".join(f"{{{name}}}" for name in names)
