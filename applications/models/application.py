from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amp_portal.stateful import Move, Stateful

from ..states import TRANSITIONS, State


class Application(Stateful):
    """One person's application in one cohort. What they wrote is in its versions; reviewers read the last submitted one."""

    State = State
    TRANSITIONS = TRANSITIONS

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="applications")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    feedback = models.TextField(_("feedback for the applicant"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["cohort", "person"], name="one_application_per_cohort")]

    def __str__(self):
        return f"application {self.pk}"


class ApplicationMove(Move):
    of = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="moves")


class Version(models.Model):
    """What an applicant wrote: the draft (``submitted_at`` None, at most one), and one row per submission, never changed again."""

    class Track(models.TextChoices):
        SPONSORED = "sponsored", _("sponsored: with a stipend, where the project has one")
        VOLUNTEER = "volunteer", _("volunteer: the same program without a stipend")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="versions")
    submitted_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=0)  # of the draft: a stale tab is told, never overwrites silently
    track = models.CharField(_("track"), max_length=10, choices=Track, default=Track.SPONSORED)
    about = models.TextField(_("about you"), blank=True)
    motivation = models.TextField(_("your motivation"), blank=True)
    contributions = models.TextField(
        _("past contributions"), blank=True, help_text=_("Code, docs, design, community support: one link per line.")
    )
    hours_per_week = models.PositiveSmallIntegerField(_("hours a week you have"), null=True, blank=True)
    absences = models.TextField(_("planned absences"), blank=True)
    ai_use = models.TextField(
        _("how you used AI for this application"), blank=True, help_text=_("“Not at all” is an answer too.")
    )
    other_program = models.CharField(  # the declaration that no_concurrent_program needs
        _("other programs"),
        max_length=3,
        blank=True,
        choices=[
            ("no", _("I hold no place in another program (GSoC, Outreachy, LFX, …) during this cohort")),
            ("yes", _("I hold a place in another program during this cohort")),
        ],
    )
    consent = models.BooleanField(_("I have read the Code of Conduct and agree to it"), default=False)

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(submitted_at=None), name="one_draft_version"),
        ]

    def __str__(self):
        return f"version {self.pk}"


class Choice(models.Model):
    """A project of a version, in order of preference (``rank`` 1–3), with the proposal for it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="choices")
    project = models.ForeignKey("cohorts.Project", on_delete=models.PROTECT, related_name="choices")
    rank = models.PositiveSmallIntegerField()
    approach = models.TextField(_("your approach"), blank=True)
    deliverables = models.TextField(_("what you will deliver"), blank=True)
    timeline = models.TextField(_("your timeline"), blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["version", "project"], name="project_chosen_once"),
            models.UniqueConstraint(fields=["version", "rank"], name="one_choice_per_rank"),
            models.CheckConstraint(name="choice_rank_1_to_3", condition=Q(rank__gte=1) & Q(rank__lte=3)),
        ]

    def __str__(self):
        return f"choice {self.pk}"
