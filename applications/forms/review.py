from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import ProjectMentor

from ..models import Review
from ..models.assignment import assignable
from ..models.version import LONGEST

SCALE = [(5, _("5: excellent")), (4, "4"), (3, _("3: good")), (2, "2"), (1, _("1: not there yet"))]


class ReviewForm(forms.ModelForm):
    """A mentor's scores on the four criteria, with notes."""

    class Meta:
        model = Review
        fields = [*Review.CRITERIA, "recommendation", "notes"]
        widgets = {"recommendation": forms.RadioSelect(), "notes": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "alignment": _("Does the proposal fit the goals of the project?"),
            "clarity": _("Is it clear what will be done, and why?"),
            "feasibility": _("Can it be done in the time there is?"),
            "experience": _("What was shown so far, in code, docs, design or community work?"),
            "recommendation": _("All in all: would you like to mentor this applicant on this project?"),
            "notes": _("The applicant never sees these."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for criterion in Review.CRITERIA:
            field = self.fields[criterion]
            self.fields[criterion] = forms.TypedChoiceField(
                label=field.label, help_text=field.help_text, choices=[("", "—"), *SCALE], coerce=int
            )
        if self.instance._state.adding:
            self.initial["recommendation"] = None  # nobody's mind is made up for them
        self.helper = FormHelper()
        self.helper.form_tag = False


class MentorField(forms.ModelChoiceField):
    def label_from_instance(self, mentor):
        return f"{mentor.person} · {mentor.project.title}"


class AssignForm(forms.Form):
    """Which of the mentors of the chosen projects is asked to review."""

    mentor = MentorField(ProjectMentor.objects.none(), label=_("Mentor"), empty_label=None)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = assignable(application)


class RecusalForm(forms.Form):
    """A conflict of interest. Nobody has to say which."""

    reason = forms.CharField(
        label=_("Your reason"),
        help_text=_("If you like to give one. Only the organizers read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
    )


class DeclineForm(forms.Form):
    """An organizer's feedback for somebody who is not selected."""

    feedback = forms.CharField(
        label=_("Feedback for the applicant"),
        help_text=_("It goes out as you write it: what was good, what was missing, what would help next time."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST,
    )
