from .activity import Activity, Watch
from .agreement import Agreement
from .draft import Draft, StaleDraft
from .entry import Entry, StaleCorrection, Wording
from .extension import Extension, OwnWindow
from .leave import Absence, Leave
from .mentorship import Mentorship, MentorshipMove
from .milestone import Milestone, MilestoneMove
from .mood import Mood
from .note import Note
from .reply import Reply
from .silence import Episode, Snooze, Step
from .step_words import StepWords
from .support import SupportAnswer, SupportMove, SupportRequest
from .tick import Tick

__all__ = [
    "Absence",
    "Activity",
    "Agreement",
    "Draft",
    "Entry",
    "Episode",
    "Extension",
    "Leave",
    "Mentorship",
    "MentorshipMove",
    "Milestone",
    "MilestoneMove",
    "Mood",
    "Note",
    "OwnWindow",
    "Reply",
    "Snooze",
    "StaleCorrection",
    "StaleDraft",
    "Step",
    "StepWords",
    "SupportAnswer",
    "SupportMove",
    "SupportRequest",
    "Tick",
    "Watch",
    "Wording",
]
