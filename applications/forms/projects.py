from functools import partial

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.markdown_field import markdown_field
from cohorts import weeks
from cohorts.models import Cohort
from cohorts.models.cohort import LAST_WEEK

from ..models import Choice, PlanStep, Version
from .rows import Rows
from .section import SectionForm

RANK_NAMES = {1: gettext_lazy("First choice"), 2: gettext_lazy("Second choice"), 3: gettext_lazy("Third choice")}

TRACKS = [
    (Version.Track.SPONSORED, gettext_lazy("sponsored: with a stipend, where the project has one")),
    (Version.Track.VOLUNTEER, gettext_lazy("volunteer: the same program without a stipend")),
]
MOST_STEPS = 24
BLANK_STEPS = 2


class IdeaField(forms.ModelChoiceField):
    """Projects by title; one that has left the idea list says so."""

    def label_from_instance(self, project):
        return project.title if project.is_published else _("%(title)s (no longer on the idea list)") % vars(project)


class _WeekField(forms.TypedChoiceField):
    def __init__(self, initial, *, choices, **kwargs):
        if initial and initial not in dict(choices):
            choices = [*choices, (initial, initial)]  # the program was longer when it was typed
        super().__init__(choices=choices, coerce=int, empty_value=None, required=False, initial=initial, **kwargs)


class Slot:
    """A choice on the form, for its template: the project, the texts, and the rows of the timeline."""

    def __init__(self, form, rank, rows):
        self.form, self.rank, self.rows = form, rank, rows
        self.title = RANK_NAMES[rank]
        self.key = f"choice-{rank}"

    @property
    def is_optional(self):
        return self.rank > 1

    @property
    def project(self):
        return self.form[f"project_{self.rank}"]

    @property
    def texts(self):
        return [self.form[f"{name}_{self.rank}"] for name in Choice.PROPOSAL]

    @property
    def is_open(self):
        """The first always; another once something is in it."""
        return (
            self.rank == 1
            or self.form.data.get("more") == self.rows.prefix
            or any(field.value() or field.errors for field in (self.project, *self.texts, *self._cells()))
        )

    def _cells(self):
        return [row[part] for row in self.rows for part in self.rows.parts]


class ProjectsForm(SectionForm):
    """The track, and a fixed slot for each choice: works without JavaScript. An empty slot is no choice."""

    fields_template = "applications/_projects_fields.html"

    class Meta:
        model = Version
        fields = ["track"]
        widgets = {"track": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = self.instance.choices.select_related("project").prefetch_related("steps")
        chosen = {choice.rank: choice for choice in choices}
        self.ranks = range(1, max([self.cohort.choices_per_application, *chosen]) + 1)
        projects = self._projects(chosen.values())
        self.weeks = weeks.of(self.cohort)
        self.slots = [self._slot(rank, chosen.get(rank), projects) for rank in self.ranks]
        if self.cohort.mode == Cohort.Mode.FUNDED:
            self.fields["track"].choices = TRACKS
        else:
            del self.fields["track"]

    def _projects(self, chosen):
        """The idea list, and what was chosen before it left that list (submission tells)."""
        listed = Q(pk__in=self.cohort.projects.published().values("pk"))
        return self.cohort.projects.filter(listed | Q(pk__in=[choice.project_id for choice in chosen]))

    def _slot(self, rank, choice, projects):
        self.fields[f"project_{rank}"] = IdeaField(
            projects,
            label=_("Project"),
            required=False,
            empty_label=_("No project chosen"),
            initial=choice and choice.project_id,
        )
        for name in Choice.PROPOSAL:
            initial = getattr(choice, name, "")
            self.fields[f"{name}_{rank}"] = markdown_field(Choice, name, rows=5, initial=initial)
        parts = {"from_week": self._week(_("From week")), "to_week": self._week(_("To week")), "text": self._step_text}
        stored = {step.row: step for step in choice.steps.all()} if choice else {}
        return Slot(self, rank, Rows(self, f"plan_{rank}", parts, stored, blank=BLANK_STEPS, most=MOST_STEPS))

    def _week(self, label):
        dated = [(week.number, f"{week.number} · {week.days}") for week in self.weeks]
        choices = dated or [(number, number) for number in range(1, LAST_WEEK + 1)]
        return partial(_WeekField, label=label, choices=[("", "–"), *choices])

    def _step_text(self, initial):
        field = PlanStep._meta.get_field("text")
        return field.formfield(initial=initial, widget=forms.Textarea({"rows": 2}))

    def clean(self):
        """A project can be chosen once: the later slot is told, and keeps its texts."""
        cleaned = super().clean()
        taken = set()
        for slot in self.slots:
            project = cleaned.get(f"project_{slot.rank}")
            if project in taken:
                self.add_error(f"project_{slot.rank}", _("You chose this project above already."))
            elif project:
                taken.add(project)
            self._clean_plan(slot.rows)
        return cleaned

    @staticmethod
    def _clean_plan(rows):
        for number, row in rows.filled():
            if row["to_week"] and row["to_week"] < (row["from_week"] or 0):
                rows.error(number, "to_week", _("That is before it begins."))
            elif row["to_week"] and not row["from_week"]:
                rows.error(number, "from_week", _("From which week?"))

    def write(self, draft):
        super().write(draft)
        draft.choices.all().delete()
        choices = {slot: choice for slot in self.slots if (choice := self._choice(draft, slot))}
        Choice.objects.bulk_create(choices.values())
        steps = [step for slot, choice in choices.items() for step in self._steps(choice, slot)]
        PlanStep.objects.bulk_create(steps)

    def _choice(self, draft, slot):
        project = self.cleaned_data.get(f"project_{slot.rank}")
        texts = {name: self._text(f"{name}_{slot.rank}") for name in Choice.PROPOSAL}
        if project or any(texts.values()) or slot.rows.filled():
            return Choice(version=draft, rank=slot.rank, project=project, **texts)
        return None

    def _steps(self, choice, slot):
        for number, row in slot.rows.filled():
            if row["to_week"] and row["to_week"] < (row["from_week"] or LAST_WEEK + 1):
                row["to_week"] = None  # it was told, and stays on the page
            yield PlanStep(choice=choice, row=number, **row)

    def _text(self, name):
        """What was typed; where that can't be read, what was there before."""
        return self.cleaned_data.get(name, self.fields[name].initial)
