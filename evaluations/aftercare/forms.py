from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import SupportPlan

LONGEST = 2_000  # characters


class PlanForm(forms.ModelForm):
    """Who helps with what, and the day on which they look at it again, which is ahead."""

    class Meta:
        model = SupportPlan
        fields = ["who", "what", "review_on"]
        widgets = {
            "what": forms.Textarea(attrs={"rows": 5}),
            "review_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "who": gettext_lazy("Names: a mentor, a co-mentor, you, somebody from the community."),
            "what": gettext_lazy("Small, certain steps, agreed with both. The mentee and the mentors read it."),
        }

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now
        for name in ("who", "what"):
            self.fields[name].required = True

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day < timezone.localdate(self.now, self.instance.mentorship.cohort.zone):
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


class CloseForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What came of it, for the organizers"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
    )


class ForgiveForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Your words to them"),
        help_text=gettext_lazy("If you like. They hear that all is well in any case."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
    )


class ConfirmForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason, for the organizers"), widget=forms.Textarea(attrs={"rows": 2}), max_length=LONGEST
    )
    words = forms.CharField(
        label=gettext_lazy("Your words to them"),
        help_text=gettext_lazy("They stand in their letter. Kind words stay with people longest."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
    )
