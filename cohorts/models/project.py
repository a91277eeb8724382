from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amp_portal.stateful import Move, Stateful

from ..querysets import ProjectQuerySet
from ..states import PROJECT_TRANSITIONS, ProjectState
from .cohort import Cohort


class Skill(models.Model):
    name = models.CharField(_("name"), max_length=50)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(models.functions.Lower("name"), name="one_skill_per_name")]

    def __str__(self):
        return self.name


class Project(Stateful):
    """An idea proposed by a mentor, approved by organizers, published on the idea list (PROGRAM.md, Projects)."""

    State = ProjectState
    TRANSITIONS = PROJECT_TRANSITIONS

    class Kind(models.TextChoices):
        CODE = "code", _("code")
        DOCS = "docs", _("documentation")
        DESIGN = "design", _("design")
        COMMUNITY = "community", _("community")

    class Difficulty(models.TextChoices):
        EASY = "easy", _("easy to start")
        MEDIUM = "medium", _("medium")
        HARD = "hard", _("hard")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="projects")
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=80)
    state = models.CharField(_("state"), max_length=20, choices=ProjectState, default=ProjectState.DRAFT)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CODE)
    summary = models.TextField(_("summary"), blank=True, help_text=_("What is it about, and for whom? Markdown works."))
    goals = models.TextField(_("goals"), blank=True, help_text=_("Measurable: how will we see that it worked?"))
    skills = models.ManyToManyField(Skill, blank=True, related_name="projects", verbose_name=_("skills"))
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Difficulty, default=Difficulty.MEDIUM)
    hours = models.PositiveSmallIntegerField(_("hours in all"), default=360)
    repository = models.CharField(_("repository"), max_length=200, blank=True)
    licence = models.CharField(
        _("licence"), max_length=50, blank=True, help_text=_("An OSI-approved one, e.g. Apache-2.0.")
    )
    setup = models.TextField(_("set-up resources for the mentee"), blank=True)
    onboarding = models.TextField(_("onboarding checklist"), blank=True, help_text=_("One item per line."))
    sponsored_slots = models.PositiveSmallIntegerField(
        _("sponsored slots"), default=1, validators=[MaxValueValidator(20)]
    )
    volunteer_slots = models.PositiveSmallIntegerField(
        _("volunteer places"), default=0, validators=[MaxValueValidator(20)]
    )
    sponsored_taken = models.PositiveSmallIntegerField(
        default=0, editable=False
    )  # accepted; moved under the row's lock
    volunteer_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    proposed_by = models.ForeignKey(
        "users.Person", null=True, on_delete=models.PROTECT, related_name="proposed_projects"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "slug"], name="one_project_per_slug"),
            models.CheckConstraint(
                name="sponsored_within_slots", condition=Q(sponsored_taken__lte=F("sponsored_slots"))
            ),
            models.CheckConstraint(
                name="volunteers_within_slots", condition=Q(volunteer_taken__lte=F("volunteer_slots"))
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("cohorts:project", args=[self.cohort.slug, self.slug])


class ProjectMove(Move):
    of = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="moves")


class ProjectMilestone(models.Model):
    """What should stand at the end of a week of the program; 3–5 per project. Locked once a mentee accepted."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    week = models.PositiveSmallIntegerField(_("week"), validators=[MinValueValidator(1), MaxValueValidator(18)])
    title = models.CharField(_("milestone"), max_length=200)

    class Meta:
        ordering = ["week", "pk"]
        constraints = [
            models.CheckConstraint(name="milestone_week_in_program", condition=Q(week__gte=1) & Q(week__lte=18)),
        ]

    def __str__(self):
        return self.title


class ProjectTask(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(_("task"), max_length=200)
    url = models.URLField(_("issue or link"), blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.title


class ProjectMentor(models.Model):
    """Who mentors a project, from when to when. Former mentors keep their row (``until``) and lose access that instant."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="mentors")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="mentoring")
    is_lead = models.BooleanField(_("lead mentor"), default=False)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person"], condition=Q(until=None), name="one_current_mentor_row"
            )
        ]

    def __str__(self):
        return f"project mentor {self.pk}"
