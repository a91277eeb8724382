"""The states of a mentorship and of its milestones, and the kinds of entries (docs/program.md, Mentorship)."""

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


ENDED_EARLY = (State.WITHDRAWN, State.FAILED, State.REMOVED)


class MilestoneState(TextChoices):
    PLANNED = "planned", _("planned")
    IN_PROGRESS = "in_progress", _("in progress")
    DONE = "done", _("done")
    ACCEPTED = "accepted", _("done and accepted")


MILESTONE_TRANSITIONS = {
    MilestoneState.PLANNED: {MilestoneState.IN_PROGRESS, MilestoneState.DONE},
    MilestoneState.IN_PROGRESS: {MilestoneState.DONE},
    MilestoneState.DONE: {MilestoneState.IN_PROGRESS, MilestoneState.ACCEPTED},  # opened again; seen by a mentor
    MilestoneState.ACCEPTED: set(),
}
UNREACHED = (MilestoneState.PLANNED, MilestoneState.IN_PROGRESS)
REACHED = (MilestoneState.DONE, MilestoneState.ACCEPTED)


class Side(TextChoices):
    MENTEE = "mentee", _("mentee")
    MENTORS = "mentors", _("mentors")
    BOTH = "both", _("both")


class EntryKind(TextChoices):
    UPDATE = "update", _("weekly update")
    QUESTION = "question", _("question")
    ANSWER = "answer", _("answer")
    FEEDBACK = "feedback", _("feedback")
    CALL = "call", _("call")
    MILESTONE = "milestone", _("milestone moved")
    ACCEPTED = "accepted", _("milestone accepted")
    REPLY = "reply", _("word by a link in a letter")
    NO_REPLY = "no_reply", _("no reply needed")


# What is unanswered until a reply to it, a call that names it, or a mentor's word that it needs none.
ASKING = (EntryKind.UPDATE, EntryKind.QUESTION)
# Signs of life. A mentor who re-plans a milestone has not answered anybody.
MENTEE_SIGNS = (EntryKind.UPDATE, EntryKind.QUESTION, EntryKind.MILESTONE, EntryKind.CALL, EntryKind.REPLY)
MENTORS_SIGNS = (
    EntryKind.ANSWER,
    EntryKind.FEEDBACK,
    EntryKind.ACCEPTED,
    EntryKind.CALL,
    EntryKind.NO_REPLY,
)


class SupportState(TextChoices):
    ASKED = "asked", _("waits for an organizer")
    PASSED_ON = "passed_on", _("passed on")
    TAKEN = "taken", _("somebody looks after it")
    SOLVED = "solved", _("solved")


SUPPORT_TRANSITIONS = {
    SupportState.ASKED: {SupportState.TAKEN, SupportState.PASSED_ON, SupportState.SOLVED},
    SupportState.PASSED_ON: {SupportState.TAKEN, SupportState.PASSED_ON, SupportState.SOLVED},
    SupportState.TAKEN: {SupportState.PASSED_ON, SupportState.SOLVED},
    SupportState.SOLVED: {SupportState.ASKED},
}
SUPPORT_TONES = {
    SupportState.ASKED: "warning",
    SupportState.PASSED_ON: "warning",
    SupportState.TAKEN: "info",
    SupportState.SOLVED: "success",
}
