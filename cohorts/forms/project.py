import re
from dataclasses import dataclass

from django import forms
from django.core.validators import URLValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import LineFormField
from amp_portal.users.models import Person

from .. import weeks
from ..models import Cohort, Project
from ..proposal import COLUMNS, MILESTONES, Proposal, separate_skills

MOST_SKILLS = 12
MOST_TASKS = 40
BLANK_TASKS = 3


class ReadRevision:
    """A form about a text that others may change meanwhile; it carries the revision its reader has seen."""

    def rebase(self, revision):
        """Keep what was typed, now knowing what came between: sending it again stands."""
        self.data = self.data.copy()
        self.data["revision"] = revision


class ProposalForm(ReadRevision, forms.ModelForm):
    """The text of an idea without its milestones and tasks. Only the title is needed to save a draft."""

    skills = forms.CharField(
        label=_("Skills"),
        required=False,
        help_text=_("Separated by commas, e.g. Python (Django, Celery), technical writing."),
    )
    co_mentors = forms.TypedMultipleChoiceField(
        coerce=int,
        label=_("Co-mentors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Approved mentors of this cohort who guide the mentee with you."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Project
        fields = COLUMNS
        widgets = {
            "summary": forms.Textarea({"rows": 5}),
            "goals": forms.Textarea({"rows": 4}),
            "setup": forms.Textarea({"rows": 3}),
            "onboarding": forms.Textarea({"rows": 5}),
        }

    def __init__(self, *args, cohort, leads, **kwargs):
        super().__init__(*args, **kwargs)
        mentors = cohort.participations.filter(is_mentor=True).values("person")
        people = Person.objects.filter(pk__in=mentors).exclude(pk__in=leads)
        self.fields["co_mentors"].choices = [(person.pk, str(person)) for person in people]
        self.fields["repository"].help_text = _("A link, or owner/name on GitHub.")
        if cohort.mode == Cohort.Mode.VOLUNTEER:
            del self.fields["sponsored_slots"]

    def clean_skills(self):
        names = separate_skills(self.cleaned_data["skills"])
        if len(names) > MOST_SKILLS:
            raise forms.ValidationError(_("At most %(most)d skills, please."), params={"most": MOST_SKILLS})
        if any(len(name) > 50 for name in names):
            raise forms.ValidationError(_("A skill has at most 50 letters. Did you separate them by commas?"))
        return tuple(names)

    def clean_repository(self):
        repository = self.cleaned_data["repository"].strip()
        if re.fullmatch(r"[\w.-]+/[\w.-]+", repository):
            repository = f"https://github.com/{repository}"
        if repository:
            URLValidator(schemes=["http", "https"])(repository)
        return repository

    def clean_co_mentors(self):
        return tuple(self.cleaned_data["co_mentors"])


class MilestoneForm(forms.Form):
    title = LineFormField(max_length=200, required=False)

    def __init__(self, *args, last_week, **kwargs):
        super().__init__(*args, **kwargs)
        self.last_week = last_week
        self.fields["week"] = forms.IntegerField(label=_("Week"), min_value=1, max_value=last_week, required=False)
        self.order_fields(["week", "title"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("title") and not cleaned.get("week") and "week" not in self.errors:
            words = _("In which week of the program, 1 to %(last)d?") % {"last": self.last_week}
            self.add_error("week", words)
        if cleaned.get("week") and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", _("What should stand at the end of that week?"))
        return cleaned


class TaskForm(forms.Form):
    title = LineFormField(max_length=200, required=False)
    url = forms.URLField(label=_("Link"), max_length=200, required=False, assume_scheme="https")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("url") and not cleaned.get("title"):
            self.add_error("title", _("Say in a few words what the task is."))
        return cleaned


class Rows(forms.BaseFormSet):
    """Rows one may leave blank; a row made blank is a row taken out. No row knows a primary key."""

    numbered: str | Promise = ""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["title"].label = self.numbered % {"number": index + 1}

    def filled(self):
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("title")]


class MilestoneRows(Rows):
    numbered = _("Milestone %(number)d")


class TaskRows(Rows):
    numbered = _("Task %(number)d")


_MilestoneSet = forms.formset_factory(
    MilestoneForm, formset=MilestoneRows, max_num=MILESTONES[1], absolute_max=MILESTONES[1], extra=0
)
_TaskSet = forms.formset_factory(TaskForm, formset=TaskRows, max_num=MOST_TASKS, absolute_max=MOST_TASKS, extra=0)


def task_rows(data=None, tasks=()):
    """Rows for tasks (``(title, url)``), and a few blank ones; saving gives more."""
    rows = _TaskSet(data, prefix="tasks", initial=[{"title": title, "url": url} for title, url in tasks])
    rows.extra = BLANK_TASKS
    return rows


def milestone_rows(data=None, milestones=(), *, last_week):
    """Rows for as many milestones as a project may have, in weeks up to the last of its cohort."""
    initial = [{"week": week, "title": title} for week, title in milestones]
    rows = _MilestoneSet(data, prefix="milestones", initial=initial, form_kwargs={"last_week": last_week})
    rows.extra = MILESTONES[1] - len(initial)
    return rows


@dataclass(frozen=True)
class Step:
    """A part of the long form, for the list of its parts."""

    label: str | Promise
    url: str
    is_done: bool
    is_here: bool = False


# The parts as they stand on the page: id, name, and what belongs to it of what ``Proposal.missing`` names.
PARTS: tuple[tuple[str, str | Promise, set[str]], ...] = (
    ("idea", _("The idea"), {"title", "summary", "goals", "skills", "hours", "repository", "licence"}),
    ("milestones", _("Milestones"), {"milestones"}),
    ("tasks", _("Tasks"), set()),
    ("mentee", _("For the mentee"), {"onboarding"}),
    ("places", _("Places and people"), {"sponsored_slots"}),
)


class ProposalForms:
    """The whole proposal on one page: form, milestones, tasks. ``leads`` are the pks of its lead mentors."""

    def __init__(self, data=None, *, cohort, leads, proposal=None, revision=0):
        initial = {"revision": revision, "sponsored_slots": 1}
        if proposal:
            initial |= proposal.as_json() | {"skills": ", ".join(proposal.skills)}
        self.cohort = cohort
        self.saved = proposal
        self.form = ProposalForm(data, cohort=cohort, leads=leads, initial=initial)
        self.last_week = weeks.last_of(cohort)
        milestones = proposal.milestones if proposal else ()
        self.milestones = milestone_rows(data, milestones, last_week=self.last_week)
        self.tasks = task_rows(data, proposal.tasks if proposal else ())

    def is_valid(self):
        return all([self.form.is_valid(), self.milestones.is_valid(), self.tasks.is_valid()])

    def __iter__(self):
        """All fields as they stand on the page, for the summary of errors."""
        yield from self.form
        for rows in (self.milestones, self.tasks):
            for row in rows:
                yield from row

    @property
    def errors(self):
        return self.non_field_errors() or [error for field in self for error in field.errors]

    def non_field_errors(self):
        return [*self.form.non_field_errors(), *self.milestones.non_form_errors(), *self.tasks.non_form_errors()]

    def steps(self):
        """The parts of the form, each done where nothing is missing in what is saved."""
        missing = self.saved.missing() if self.saved else None
        return [
            Step(name, f"#{anchor}", is_done=missing is not None and missing.keys().isdisjoint(fields))
            for anchor, name, fields in PARTS
        ]

    @property
    def revision(self):
        """The revision that whoever typed this has read."""
        return self.form.cleaned_data["revision"]

    def proposal(self):
        typed = {name: value for name, value in self.form.cleaned_data.items() if name != "revision"}
        typed.setdefault("sponsored_slots", 0)
        return Proposal(
            **typed,
            milestones=tuple(sorted((row["week"], row["title"]) for row in self.milestones.filled())),
            tasks=tuple((row["title"], row["url"]) for row in self.tasks.filled()),
        )

    def explain(self, missing):
        """Name the missing parts (``{field: advice}``) beside their fields, also on a form nobody has sent yet."""
        for name, advice in missing.items():
            if name == "milestones":
                self.milestones.non_form_errors().append(advice)
                continue
            name = name if name in self.form.fields else "volunteer_slots"
            errors = self.form.errors.setdefault(name, self.form.error_class(field_id=self.form[name].auto_id))
            errors.append(advice)


class ReviewForm(ReadRevision, forms.Form):
    """An organizer's decision about the revision they read."""

    APPROVE, CHANGES, REJECT = "approve", "changes", "reject"

    words = forms.CharField(
        label=_("Your words to the mentors"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Needed when you ask for changes or don't take it up. The lead mentors get it with your decision."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        choices=[(APPROVE, _("Approve")), (CHANGES, _("Ask for changes")), (REJECT, _("Don't take it up"))]
    )

    def clean(self):
        cleaned = super().clean()
        needs_words = cleaned.get("decision") in (self.CHANGES, self.REJECT)
        if needs_words and not cleaned.get("words"):
            self.add_error("words", _("Please write what should change, or why it can't be taken up."))
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}))


class AddMentorForm(forms.Form):
    """One more mentor for a project, or a new role for one it has."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Mentor of this cohort"))
    is_lead = forms.BooleanField(label=_("as lead mentor"), required=False)

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        mentors = cohort.participations.filter(is_mentor=True).values("person")
        self.fields["person"].queryset = Person.objects.filter(pk__in=mentors)
