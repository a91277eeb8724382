from django import forms
from django.utils.translation import gettext_lazy as _

from .. import made_on
from ..models import LogEntry


class LogForm(forms.ModelForm):
    """A day, and what was done, with links."""

    class Meta:
        model = LogEntry
        fields = ["day", "text"]
        widgets = {"day": forms.DateInput(attrs={"type": "date"}), "text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"text": _("What you did, with links.")}

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["day"].required = True

    def clean_day(self):
        day = self.cleaned_data["day"]
        if problem := made_on.problem_with(day, self.now):
            raise forms.ValidationError(problem)
        return day


class CommentForm(forms.ModelForm):
    class Meta:
        model = LogEntry
        fields = ["text"]
