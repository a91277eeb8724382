from .entry import Entry
from .mentorship import Mentorship, MentorshipMove
from .milestone import Milestone, MilestoneMove
from .silence import Episode, Step

__all__ = ["Entry", "Episode", "Mentorship", "MentorshipMove", "Milestone", "MilestoneMove", "Step"]
