from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort, Project

from ..models import Version


class OfferForm(forms.Form):
    """Which of the chosen projects, and which track."""

    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"), empty_label=None)
    track = forms.ChoiceField(label=_("Track"), choices=Version.Track.choices)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = dict(application.submitted_version.choices.order_by("rank").values_list("project", "project__title"))
        self.fields["project"].queryset = Project.objects.filter(pk__in=chosen)
        self.fields["project"].choices = list(chosen.items())
        self.initial.setdefault("project", next(iter(chosen), None))
        self.initial.setdefault("track", application.submitted_version.track)
        if application.cohort.mode != Cohort.Mode.FUNDED:
            self.fields["track"].choices = [
                choice for choice in Version.Track.choices if choice[0] == Version.Track.VOLUNTEER
            ]


class ExtendForm(forms.Form):
    """A later last day for an answer, in the cohort's zone."""

    last_day = forms.DateField(label=_("Answer by the end of"), widget=forms.DateInput(attrs={"type": "date"}))


class AcceptForm(forms.Form):
    """The consent that accepting a place needs."""

    consent = forms.BooleanField(
        label=_("I take this place. I have read the Code of Conduct and agree to it, and I have the time."),
        required=False,  # the verb asks for it and says why
    )
    named = forms.BooleanField(
        label=_("Name me when the mentees are announced"),
        required=False,
        help_text=_(
            "On the cohort's public page and in the community's Slack channel, with your project. As you like: you can "
            "change it on that page any time."
        ),
    )
