from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import FollowUp


class FollowUpForm(forms.ModelForm):
    """A minute of somebody's time: two questions and, if they like, a few words."""

    is_active = forms.TypedChoiceField(
        label=_("Are you still around in the community?"),
        choices=[("yes", _("Yes, now and then or more")), ("no", _("No, not at the moment"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    role = forms.ChoiceField(
        label=_("What describes it best?"), choices=FollowUp.Role.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = FollowUp
        fields = ("is_active", "role", "words")
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        known = self.instance.is_active
        self.initial["is_active"] = None if known is None else "yes" if known else "no"
