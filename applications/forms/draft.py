"""One form per section of the draft. They refuse almost nothing: what is required is asked at submission.

A form that has an error still writes the fields that are fine, so that what was typed is kept.
"""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.markdown_field import markdown_field
from cohorts.models import Cohort

from ..completeness import Section
from ..models import Choice, Version
from .contributions import ContributionsForm
from .section import SectionForm

RANK_NAMES = {1: gettext_lazy("First choice"), 2: gettext_lazy("Second choice"), 3: gettext_lazy("Third choice")}

TRACKS = [
    (Version.Track.SPONSORED, gettext_lazy("sponsored: with a stipend, where the project has one")),
    (Version.Track.VOLUNTEER, gettext_lazy("volunteer: the same program without a stipend")),
]


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


class AvailabilityForm(SectionForm):
    class Meta:
        model = Version
        fields = ["hours_per_week", "absences"]
        widgets = {"absences": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hours_per_week"].help_text = _(
            "The program expects about %(hours)d hours a week for %(weeks)d weeks. Fewer is no reason to be refused."
        ) % {"hours": self.cohort.hours_expected, "weeks": self.cohort.weeks_expected}


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


class IdeaField(forms.ModelChoiceField):
    """Projects by title; one that has left the idea list says so."""

    def label_from_instance(self, project):
        return project.title if project.is_published else _("%(title)s (no longer on the idea list)") % vars(project)


class ProjectsForm(SectionForm):
    """The track, and a fixed slot for each choice: works without JavaScript. An empty slot is no choice."""

    class Meta:
        model = Version
        fields = ["track"]
        widgets = {"track": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = {choice.rank: choice for choice in self.instance.choices.select_related("project")}
        self.ranks = range(1, max([self.cohort.choices_per_application, *chosen]) + 1)
        fieldsets = []
        projects = self._projects(chosen.values())
        for rank in self.ranks:
            self._add_slot(rank, chosen.get(rank) or Choice(rank=rank), projects)
            legend = RANK_NAMES[rank] if rank == 1 else _("%(rank)s (optional)") % {"rank": RANK_NAMES[rank]}
            fieldsets.append(Fieldset(legend, *self._names(rank)))
        if self.cohort.mode == Cohort.Mode.FUNDED:
            self.fields["track"].choices = TRACKS
            fieldsets.append("track")
        else:
            del self.fields["track"]
        self.helper.layout = Layout(*fieldsets)

    @staticmethod
    def _names(rank):
        return [f"{field}_{rank}" for field in ("project", *Choice.PROPOSAL)]

    def _projects(self, chosen):
        """The idea list, and what was chosen before it left that list (submission tells)."""
        listed = Q(pk__in=self.cohort.projects.published().values("pk"))
        return self.cohort.projects.filter(listed | Q(pk__in=[choice.project_id for choice in chosen]))

    def _add_slot(self, rank, choice, projects):
        self.fields[f"project_{rank}"] = IdeaField(
            projects,
            label=_("Project"),
            required=False,
            empty_label=_("No project chosen"),
            initial=choice.project_id,
        )
        for name in Choice.PROPOSAL:
            self.fields[f"{name}_{rank}"] = markdown_field(Choice, name, rows=5, initial=getattr(choice, name))

    def clean(self):
        """A project can be chosen once: the later slot is told, and keeps its texts."""
        cleaned = super().clean()
        taken = set()
        for rank in self.ranks:
            project = cleaned.get(f"project_{rank}")
            if project in taken:
                self.add_error(f"project_{rank}", _("You chose this project above already."))
            elif project:
                taken.add(project)
        return cleaned

    def write(self, draft):
        super().write(draft)
        draft.choices.all().delete()
        Choice.objects.bulk_create(choice for choice in map(self._choice(draft), self.ranks) if choice)

    def _choice(self, draft):
        def build(rank):
            project = self.cleaned_data.get(f"project_{rank}")
            texts = {name: self._text(f"{name}_{rank}") for name in Choice.PROPOSAL}
            if project or any(texts.values()):
                return Choice(version=draft, rank=rank, project=project, **texts)
            return None

        return build

    def _text(self, name):
        """What was typed; where that can't be read, what was there before."""
        return self.cleaned_data.get(name, self.fields[name].initial)


SECTION_FORMS = {
    Section.ABOUT: AboutForm,
    Section.MOTIVATION: MotivationForm,
    Section.PROJECTS: ProjectsForm,
    Section.CONTRIBUTIONS: ContributionsForm,
    Section.AVAILABILITY: AvailabilityForm,
    Section.DECLARATIONS: DeclarationsForm,
}
