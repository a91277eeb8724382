"""Asking the organizers for help, and what is said about it. Each form carries a token: a double click counts once."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amp_portal.once import OnceForm
from amp_portal.users.models import Person

from ..forms import _plain_helper
from ..models import Mentorship, SupportRequest
from ..models.entry import LONGEST


class AskForm(OnceForm, forms.ModelForm):
    """A request for help. ``rooms`` are the asker's mentorships in the cohort."""

    class Meta:
        model = SupportRequest
        fields = ["mentorship", "topic", "body", "mentors_may_read"]
        widgets = {"topic": forms.RadioSelect, "body": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"mentors_may_read": _("If you leave this empty, only the organizers read it.")}

    helper = _plain_helper()

    def __init__(self, *args, rooms, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentorship"] = RoomField(queryset=rooms, required=False, label=_("Which mentorship"))
        self.fields["topic"].choices = SupportRequest.Topic.choices
        self.fields["body"].max_length = LONGEST
        if not rooms:
            del self.fields["mentorship"], self.fields["mentors_may_read"]
        self.order_fields(["topic", "body", "mentorship", "mentors_may_read"])


class RoomField(forms.ModelChoiceField):
    empty_label = _("none in particular")

    def label_from_instance(self, mentorship: Mentorship):
        return f"{mentorship.project.title} ({mentorship.mentee})"


class AnswerForm(OnceForm):
    body = forms.CharField(label=_("Your words"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST)

    helper = _plain_helper()


class ReasonForm(forms.Form):
    """A word with a step, if one likes."""

    reason = forms.CharField(
        label=_("A word about it, if you like"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2_000,
        required=False,
        help_text=_("Whoever can read this request reads it, too."),
    )

    helper = _plain_helper()


class PassOnForm(ReasonForm):
    """To another organizer; whoever asked chooses among the leads."""

    to = forms.ModelChoiceField(Person.objects.none(), label=_("to whom"))
    field_order = ["to", "reason"]

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people
