from django import forms
from django.utils.translation import gettext_lazy as _


class NameDecisionForm(forms.Form):
    words = forms.CharField(
        label=_("Your words to them"),
        help_text=_("They read them in an email. Please don't mention the name before."),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
    )
