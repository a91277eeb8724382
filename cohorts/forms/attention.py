from django import forms
from django.utils.translation import gettext_lazy as _


class SettleForm(forms.Form):
    """An organizer's last word on a matter of the attention list, named by its key."""

    key = forms.CharField(max_length=100, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What came of it"),
        help_text=_("A word is enough. The other organizers read it; nobody else does."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
    )

    @classmethod
    def of(cls, key, number=0):
        """The form about the matter of this key; ``number`` tells it from the others on a page."""
        return cls(initial={"key": key}, auto_id=f"matter-{number}-%s")
