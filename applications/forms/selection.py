from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort, Project

from ..models import Adjustment, Selection, Version
from ..models.version import LONGEST


class SeenForm(forms.Form):
    """What is saved by what a page shows: ``seen`` is the mark of the decision there, "" of none."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def seen_now(self, mark):
        """The same answers to what is decided now."""
        data = self.data.copy()
        data["seen"] = mark
        self.data = data


class DecideForm(SeenForm):
    """An organizer's decision about one application."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Selection.Outcome.choices, widget=forms.RadioSelect)
    project = forms.ModelChoiceField(
        Project.objects.none(),
        label=_("Project"),
        required=False,
        help_text=_("For an offer or the waiting list: one of those the applicant chose."),
    )
    position = forms.IntegerField(
        label=_("Place on the waiting list"),
        required=False,
        min_value=1,
        max_value=10_000,
        help_text=_("Empty: at its end."),
    )
    feedback = forms.CharField(
        label=_("Feedback for the applicant"),
        help_text=_("Whoever is not selected gets it with the results, as it stands here. Others never see it."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = application.submitted_version.choices.values("project")
        self.fields["project"].queryset = Project.objects.filter(pk__in=chosen)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean(self):
        cleaned = super().clean()
        outcome = cleaned.get("outcome")
        if outcome and outcome != Selection.Outcome.DECLINE and not cleaned.get("project"):
            self.add_error("project", _("Which project is the place on?"))
        return cleaned


class PairForm(forms.Form):
    """A pair to lock or to exclude, to see what the proposal becomes."""

    kind = forms.ChoiceField(choices=[(Adjustment.Kind.LOCK, ""), (Adjustment.Kind.EXCLUDE, "")])
    project = forms.ModelChoiceField(Project.objects.none())

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = application.submitted_version.choices.values("project")
        self.fields["project"].queryset = Project.objects.filter(pk__in=chosen)


class SlotsForm(forms.Form):
    """Another number of places for a project's track: to see what the proposal becomes, or for real."""

    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"), empty_label=None)
    track = forms.ChoiceField(label=_("Track"), choices=Version.Track.choices)
    slots = forms.IntegerField(label=_("Places"), min_value=0, max_value=20)

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = cohort.projects.published().order_by("title", "pk")
        if cohort.mode != Cohort.Mode.FUNDED:
            self.fields["track"].choices = [(Version.Track.VOLUNTEER, Version.Track.VOLUNTEER.label)]


class WordsForm(SeenForm):
    """What one person reads beside the words that everybody gets: by what was decided about them."""

    note = forms.CharField(
        label=_("Personal words"),
        help_text=_("They stand in the letter, for this person alone. Empty is fine."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
    )
    feedback = forms.CharField(
        label=_("Feedback for the applicant"), widget=forms.Textarea(attrs={"rows": 8}), max_length=LONGEST
    )

    def __init__(self, *args, decision, is_told, **kwargs):
        """``is_told``: the letter went out; of somebody who waits the feedback for the end of the list can change."""
        super().__init__(*args, **kwargs)
        self.initial = {"note": decision.note, "feedback": decision.feedback, "seen": decision.mark}
        if decision.is_decline or is_told:
            del self.fields["note"]
        if decision.is_offer:
            del self.fields["feedback"]
        elif not decision.is_decline:
            self.fields["feedback"].required = False
            self.fields["feedback"].label = _("Feedback, should no place become free")
            self.fields["feedback"].help_text = _("It goes out when the program begins, if they still wait then.")
