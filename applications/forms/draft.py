"""One form per section of the draft. They refuse almost nothing: what is required is asked at submission.

A form that has an error still writes the fields that are fine, so that what was typed is kept.
"""

from django import forms
from django.utils.translation import gettext_lazy

from amp_portal.markdown_field import markdown_field

from ..completeness import Section
from ..models import Version
from .availability import AvailabilityForm
from .contributions import ContributionsForm
from .projects import ProjectsForm
from .section import SectionForm


class AboutForm(SectionForm):
    about = markdown_field(Version, "about")

    class Meta:
        model = Version
        fields = ["about"]


class MotivationForm(SectionForm):
    motivation = markdown_field(Version, "motivation", rows=10)

    class Meta:
        model = Version
        fields = ["motivation"]


class DeclarationsForm(SectionForm):
    ai_use = markdown_field(Version, "ai_use", rows=4)
    other_program = forms.ChoiceField(
        label=gettext_lazy("Other programs"),
        choices=Version.OtherProgram.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    adult = forms.ChoiceField(
        label=gettext_lazy("Your age when the program starts"),
        choices=Version.Adult.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    class Meta:
        model = Version
        fields = ["ai_use", "other_program", "adult", "consent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.cohort.adults_only:
            del self.fields["adult"]


SECTION_FORMS = {
    Section.ABOUT: AboutForm,
    Section.MOTIVATION: MotivationForm,
    Section.PROJECTS: ProjectsForm,
    Section.CONTRIBUTIONS: ContributionsForm,
    Section.AVAILABILITY: AvailabilityForm,
    Section.DECLARATIONS: DeclarationsForm,
}
