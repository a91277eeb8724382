from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import ProjectMentor

from ..models import FinalReview, Review
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
        _on_the_scale(self)
        if self.instance._state.adding:
            self.initial["recommendation"] = None  # nobody's mind is made up for them
        self.helper = FormHelper()
        self.helper.form_tag = False


def _on_the_scale(form):
    """Every criterion is chosen in words."""
    for criterion in form._meta.model.CRITERIA:
        field = form.fields[criterion]
        form.fields[criterion] = forms.TypedChoiceField(
            label=field.label, help_text=field.help_text, choices=[("", "—"), *SCALE], coerce=int
        )


class FinalReviewForm(forms.ModelForm):
    """A mentor's scores after working with somebody, with notes."""

    class Meta:
        model = FinalReview
        fields = [*FinalReview.CRITERIA, "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "communication": _("Did you know where things stood? Were questions asked, and answers taken up?"),
            "understanding": _("Do they see what the project is for and how it hangs together?"),
            "quality": _("Of what they contributed in this period, however small."),
            "conduct": _("How was it to work with them, for you and for others?"),
            "notes": _("The applicant never sees these."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _on_the_scale(self)


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


class LiftForm(forms.Form):
    """Why a declared conflict of interest is none (any more)."""

    reason = forms.CharField(
        label=_("Why there is no conflict"),
        help_text=_("It stays on record for the organizers."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST,
    )


class DeclineForm(forms.Form):
    """An organizer's feedback for somebody who is not selected."""

    feedback = forms.CharField(
        label=_("Feedback for the applicant"),
        help_text=_("It goes out as you write it: what was good, what was missing, what would help next time."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST,
    )
