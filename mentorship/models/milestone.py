from django.db import models
from django.utils.translation import gettext_lazy as _

from amp_portal.stateful import Move, Stateful

from ..states import MILESTONE_TRANSITIONS, MilestoneState
from .mentorship import Mentorship


class Milestone(Stateful):
    """A milestone of one mentorship, copied from its project at acceptance; re-planned with a reason."""

    State = MilestoneState
    TRANSITIONS = MILESTONE_TRANSITIONS

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=200)
    planned_week = models.PositiveSmallIntegerField(_("planned for week"))  # as in the project
    week = models.PositiveSmallIntegerField(_("week"))  # as re-planned
    state = models.CharField(_("state"), max_length=20, choices=MilestoneState, default=MilestoneState.PLANNED)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["week", "pk"]

    def __str__(self):
        return self.title


class MilestoneMove(Move):
    of = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="moves")
