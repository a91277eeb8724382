from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amp_portal.stateful import Move, Stateful

from ..states import MENTOR_TRANSITIONS, MentorState
from .cohort import Cohort


class MentorApplication(Stateful):
    """A person's wish to mentor in a cohort: applied to its call, or invited; an organizer approves (PROGRAM.md, Mentors)."""

    State = MentorState
    TRANSITIONS = MENTOR_TRANSITIONS

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="mentor_applications")
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="mentor_applications")
    state = models.CharField(_("state"), max_length=20, choices=MentorState, default=MentorState.APPLIED)
    experience = models.TextField(_("your experience with the community and with mentoring"))
    availability = models.TextField(_("your availability during the program"))
    style = models.TextField(_("how you like to mentor"), blank=True)
    hours_from = models.TimeField(_("working hours from"), null=True, blank=True)
    hours_until = models.TimeField(_("working hours until"), null=True, blank=True)
    is_contributor = models.BooleanField(_("I contribute to or maintain a repository of the community"), default=False)
    is_adult = models.BooleanField(_("I am 18 or older"), default=False)
    in_no_program = models.BooleanField(_("I am not a mentee here or in another program meanwhile"), default=False)
    applied_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-applied_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["cohort", "person"], name="one_mentor_application")]

    def __str__(self):
        return f"mentor application {self.pk}"


class MentorApplicationMove(Move):
    of = models.ForeignKey(MentorApplication, on_delete=models.CASCADE, related_name="moves")
