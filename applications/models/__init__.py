from .application import Application, ApplicationMove
from .assignment import ReviewAssignment
from .contribution_log import LogEntry
from .fact import EligibilityCheck, Fact
from .offer import Offer
from .publication import Publication
from .recusal import Recusal
from .review import Review
from .selection import Adjustment, Selection
from .shortlist import ShortlistPlace
from .snippet import Snippet
from .version import Choice, Version

__all__ = [
    "Adjustment",
    "Application",
    "ApplicationMove",
    "Choice",
    "EligibilityCheck",
    "Fact",
    "LogEntry",
    "Offer",
    "Publication",
    "Recusal",
    "Review",
    "ReviewAssignment",
    "Selection",
    "ShortlistPlace",
    "Snippet",
    "Version",
]
