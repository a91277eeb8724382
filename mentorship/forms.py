"""Forms of a mentorship's room. Each carries a token (``once``), so that a double click posts once."""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from amp_portal.once import OnceForm

from .models import Entry, Mood
from .models.entry import LONGEST
from .states import State


def _plain_helper():
    """Fields only: the page brings the form tag, the token and the button."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class UpdateFields(forms.ModelForm):
    """The weekly update. Anything small is enough; links are one per line.

    ``mood`` among the cleaned data is a dict of a Mood's fields.
    """

    mood_level = forms.ChoiceField(
        label=_("I am doing"),
        choices=[*Mood.Level.choices, ("", _("I'd rather not say"))],
        required=False,
        widget=forms.RadioSelect,
    )
    mood_words = forms.CharField(
        label=_("In a few words"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    mood_readers = forms.ChoiceField(
        label=_("Who may read how I am doing"), choices=Mood.Readers.choices, required=False, widget=forms.RadioSelect
    )

    class Meta:
        model = Entry
        fields = ["done", "next_up", "blockers", "hours", "links"]
        widgets = {
            "done": forms.Textarea(attrs={"rows": 4}),
            "next_up": forms.Textarea(attrs={"rows": 3}),
            "blockers": forms.Textarea(attrs={"rows": 2}),
            "hours": forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.5", "min": "0", "max": "168"}),
            "links": forms.Textarea(attrs={"rows": 2, "inputmode": "url"}),
        }
        help_texts = {
            "done": _("One line is plenty. Markdown works."),
            "blockers": _("Anything: a question, a bug, exams, life. Nobody minds."),
            "hours": _("Roughly, if you like."),
        }

    helper = _plain_helper()

    @property
    def tells_mood(self):
        return any(self[name].value() or self[name].errors for name in ("mood_level", "mood_words"))

    def clean_links(self):
        links = self.cleaned_data["links"].split()
        is_address = URLValidator(schemes=["http", "https"])
        for link in links:
            try:
                is_address(link)
            except ValidationError:
                raise ValidationError(
                    _("“%(link)s” is not a web address. One per line, beginning with https://"), params={"link": link}
                ) from None
        return "\n".join(links)

    def clean(self):
        said = super().clean()
        said["mood"] = {name: said.pop(f"mood_{name}", "") for name in ("level", "words", "readers")}
        if (said["mood"]["level"] or said["mood"]["words"]) and not said["mood"]["readers"]:
            self.add_error("mood_readers", _("Please choose who may read it."))
        if not self.errors and not (said["done"] or said["next_up"] or said["blockers"]):
            self.add_error("done", _("A word here, about what is next or about what is in your way is all we need."))
        return said


class SayFields(forms.Form):
    """A question, an answer or feedback."""

    body = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), max_length=LONGEST, help_text=_("Markdown works."))

    helper = _plain_helper()

    def __init__(self, *args, label, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].label = label


class UpdateForm(OnceForm, UpdateFields):
    """A new update."""


class SayForm(OnceForm, SayFields):
    """A new question, answer, feedback, call or note."""


class CallForm(SayForm):
    """A call, and which of the unanswered updates and questions it answered: a field of its own for each."""

    def __init__(self, *args, unanswered, **kwargs):
        super().__init__(*args, **kwargs)
        self.unanswered = {f"answers_{asked.pk}": asked.pk for asked in unanswered}
        for name, asked in zip(self.unanswered, unanswered, strict=True):
            label = _("We talked about this: %(what)s") % {"what": asked.listed_words}
            self.fields[name] = forms.BooleanField(label=label, required=False)

    def clean(self):
        said = super().clean()
        said["answers"] = [pk for name, pk in self.unanswered.items() if said.pop(name, False)]
        return said


class UpdateCorrection(UpdateFields):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class SayCorrection(SayFields):
    revision = forms.IntegerField(widget=forms.HiddenInput)


def correction_form(data, entry):
    """The form an entry came from, with what it says."""
    initial = {"revision": entry.revision}
    if not entry.is_update:
        return SayCorrection(data, label=_("In other words"), initial=initial | {"body": entry.body})
    mood = Mood.objects.filter(entry=entry).first() or Mood(readers=Mood.Readers.MENTORS)
    initial |= {f"mood_{name}": getattr(mood, name) for name in ("level", "words", "readers")}
    return UpdateCorrection(data, instance=entry, initial=initial)


class ReplanForm(forms.Form):
    """Another week for a milestone, and why."""

    week = forms.TypedChoiceField(label=_("New week"), coerce=int)
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000)

    helper = _plain_helper()

    def __init__(self, *args, weeks, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["week"].choices = [(week, _("week %(week)d") % {"week": week}) for week in range(1, weeks + 1)]


class EndForm(forms.Form):
    """How a mentorship ends before its time."""

    outcome = forms.ChoiceField(
        label=_("How does it end?"),
        widget=forms.RadioSelect,
        choices=[
            (State.WITHDRAWN, _("They withdraw: it does not fit any more")),
            (State.FAILED, _("They did not pass: it was tried, and can’t go on")),
            (State.REMOVED, _("They are removed for misconduct, and can’t take part again until the bar is lifted")),
        ],
    )
    reason = forms.CharField(
        label=_("Reason, for the organizers"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2_000
    )
    words = forms.CharField(
        label=_("Your words to them"),
        help_text=_("They stand in their letter. Kind words stay with people longest."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
    )

    helper = _plain_helper()


class LiftBarForm(forms.Form):
    reason = forms.CharField(
        label=_("Why they may take part again"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2_000
    )

    helper = _plain_helper()
