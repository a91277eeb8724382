from django import forms

from ..models import LogEntry


class LogForm(forms.ModelForm):
    """A day, and what was done or is to be said about it, with links."""

    class Meta:
        model = LogEntry
        fields = ["day", "text"]
        widgets = {"day": forms.DateInput(attrs={"type": "date"}), "text": forms.Textarea(attrs={"rows": 4})}
