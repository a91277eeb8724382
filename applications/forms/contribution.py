from django import forms
from django.utils.translation import gettext_lazy as _

from .. import made_on


class ContributionForm(forms.Form):
    """What a mentor or an organizer found out about one contribution."""

    CONFIRM, REJECT = "confirm", "reject"

    decision = forms.ChoiceField(
        label=_("What did you find?"),
        choices=[(CONFIRM, _("It is theirs: confirm it")), (REJECT, _("It does not count"))],
        widget=forms.RadioSelect,
    )
    made_on = forms.DateField(
        label=_("When was it made?"),
        help_text=_(
            "The day it was merged or published, as far as one can see: a commit's own date is whatever its author "
            "typed. Without a day the rule about time can't count it."
        ),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("How do you know, or why not?"),
        help_text=_("Needed where it does not count. The applicant reads it."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_made_on(self):
        day = self.cleaned_data["made_on"]
        if day and (problem := made_on.problem_with(day, self.now)):
            raise forms.ValidationError(problem)
        return day

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == self.REJECT and not cleaned.get("reason"):
            self.add_error("reason", _("Please say why it does not count: the applicant reads it."))
        return cleaned
