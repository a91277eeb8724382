"""What a project consists of besides its own row: skills, milestones, tasks, and who mentors it."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import LineField
from amp_portal.stateful import Move

from ..proposal import separate_skills
from ..querysets import ProjectMentorQuerySet, SkillQuerySet
from ..states import ProjectState
from .cohort import LAST_WEEK


class Skill(models.Model):
    name = LineField(_("name"), max_length=50)

    objects = SkillQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(models.functions.Lower("name"), name="one_skill_per_name")]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if len(separate_skills(self.name)) > 1:  # in a project's form it would be several
            raise ValidationError(
                {"name": gettext("A comma separates skills, except in brackets: Python (Django, Celery).")}
            )


class ProjectMove(Move):
    of = models.ForeignKey("cohorts.Project", on_delete=models.CASCADE, related_name="moves")

    @property
    def label(self):
        return ProjectState(self.state).label


class ProjectMilestone(models.Model):
    """What should stand at the end of a week of the program; 3–5 per project. Locked once a mentee accepted."""

    project = models.ForeignKey("cohorts.Project", on_delete=models.CASCADE, related_name="milestones")
    week = models.PositiveSmallIntegerField(_("week"), validators=[MinValueValidator(1), MaxValueValidator(LAST_WEEK)])
    title = LineField(_("milestone"), max_length=200)

    class Meta:
        ordering = ["week", "pk"]
        constraints = [
            models.CheckConstraint(name="milestone_week_in_program", condition=Q(week__gte=1) & Q(week__lte=LAST_WEEK)),
        ]

    def __str__(self):
        return self.title


class ProjectTask(models.Model):
    project = models.ForeignKey("cohorts.Project", on_delete=models.CASCADE, related_name="tasks")
    title = LineField(_("task"), max_length=200)
    url = models.URLField(_("issue or link"), blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.title


class ProjectMentor(models.Model):
    """Who mentors a project, from when to when. Former mentors keep a row (``until``) and lose access that instant."""

    project = models.ForeignKey("cohorts.Project", on_delete=models.CASCADE, related_name="mentors")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="mentoring")
    is_lead = models.BooleanField(_("lead mentor"), default=False)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    end_reason = models.TextField(blank=True, editable=False)  # for the organizers

    objects = ProjectMentorQuerySet.as_manager()

    class Meta:
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "person"], condition=Q(until=None), name="one_current_mentor_row"
            )
        ]

    def __str__(self):
        return f"project mentor {self.pk}"
