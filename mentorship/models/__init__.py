from .agreement import Agreement
from .draft import Draft, StaleDraft
from .entry import Entry, StaleCorrection, Wording
from .mentorship import Mentorship, MentorshipMove
from .milestone import Milestone, MilestoneMove
from .mood import Mood
from .note import Note
from .silence import Episode, Step
from .support import SupportAnswer, SupportMove, SupportRequest

__all__ = [
    "Agreement",
    "Draft",
    "Entry",
    "Episode",
    "Mentorship",
    "MentorshipMove",
    "Milestone",
    "MilestoneMove",
    "Mood",
    "Note",
    "StaleCorrection",
    "StaleDraft",
    "Step",
    "SupportAnswer",
    "SupportMove",
    "SupportRequest",
    "Wording",
]
