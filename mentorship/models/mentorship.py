from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amp_portal.stateful import Move, Stateful

from ..states import TRANSITIONS, State


class Mentorship(Stateful):
    """One mentee, one project, its mentors (those of the project who are current). Runs from ``starts_at`` to ``ends_at``."""

    State = State
    TRANSITIONS = TRANSITIONS

    class Cadence(models.IntegerChoices):
        WEEKLY = 1, _("every week")
        BIWEEKLY = 2, _("every two weeks")

    application = models.OneToOneField("applications.Application", on_delete=models.PROTECT, related_name="mentorship")
    project = models.ForeignKey("cohorts.Project", on_delete=models.PROTECT, related_name="mentorships")
    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.PROTECT, related_name="mentorships")
    mentee = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="mentorships")
    track = models.CharField(max_length=10)  # applications.Version.Track
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.ACTIVE)
    cadence = models.PositiveSmallIntegerField(_("updates"), choices=Cadence, default=Cadence.WEEKLY)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    at_risk_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "mentee"], name="one_mentorship_per_cohort"),
            models.CheckConstraint(
                name="mentorship_ends_after_start", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
        ]

    def __str__(self):
        return f"mentorship {self.pk}"

    def get_absolute_url(self):
        return reverse("mentorship:room", args=[self.pk])


class MentorshipMove(Move):
    of = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="moves")
