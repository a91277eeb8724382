"""A mentor asks for backup or steps down; an organizer has somebody follow."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amp_portal.users.models import Person

from ..models import MentorWish


class ReplaceForm(forms.Form):
    following = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who follows"),
        help_text=_("A mentor of this cohort. Somebody new becomes one by the call or by your invitation."),
    )
    reason = forms.CharField(
        label=_("Reason, for the organizers"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2_000
    )
    words = forms.CharField(
        label=_("Your words to them, if you like"),
        help_text=_("They stand in their letter, which thanks them and says that their access has ended."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
        required=False,
    )

    def __init__(self, *args, role, **kwargs):
        super().__init__(*args, **kwargs)
        mentors = role.project.cohort.participations.filter(is_mentor=True).exclude(person=role.person)
        self.fields["following"].queryset = Person.objects.filter(pk__in=mentors.values("person"))


class StepBackForm(forms.ModelForm):
    class Meta:
        model = MentorWish
        fields = ["kind", "words"]
        widgets = {"kind": forms.RadioSelect, "words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = MentorWish.Kind.choices
