"""The states of a mentorship and of its milestones (PROGRAM.md, Mentorship)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    ACTIVE = "active", _("running")
    COMPLETED = "completed", _("completed")
    FAILED = "failed", _("did not pass")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REMOVED = "removed", _("removed")


TRANSITIONS = {
    State.ACTIVE: {State.COMPLETED, State.FAILED, State.WITHDRAWN, State.REMOVED},
    State.COMPLETED: set(),
    State.FAILED: set(),
    State.WITHDRAWN: set(),
    State.REMOVED: set(),
}


class MilestoneState(TextChoices):
    PLANNED = "planned", _("planned")
    IN_PROGRESS = "in_progress", _("in progress")
    DONE = "done", _("done")


MILESTONE_TRANSITIONS = {
    MilestoneState.PLANNED: {MilestoneState.IN_PROGRESS, MilestoneState.DONE, MilestoneState.PLANNED},
    MilestoneState.IN_PROGRESS: {MilestoneState.DONE, MilestoneState.PLANNED},
    MilestoneState.DONE: {MilestoneState.IN_PROGRESS},
}
