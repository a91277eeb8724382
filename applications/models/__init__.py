from .appeal import Appeal
from .application import Application, ApplicationMove
from .assignment import ReviewAssignment
from .commitment import Commitment
from .contribution import Contribution, ContributionMove, Link, listed_in
from .contribution_log import LogEntry
from .fact import EligibilityCheck, Fact
from .final_review import FinalReview
from .flag import Flag
from .offer import Offer
from .plan import PlanStep
from .publication import Publication
from .recusal import Recusal
from .redaction import RedactionCheck, Reveal
from .review import Review
from .selection import Adjustment, Selection
from .shortlist import ShortlistPlace
from .snippet import Snippet
from .twin import Trace, Twin
from .version import Choice, Version

__all__ = [
    "Adjustment",
    "Appeal",
    "Application",
    "ApplicationMove",
    "Choice",
    "Commitment",
    "Contribution",
    "ContributionMove",
    "EligibilityCheck",
    "Fact",
    "FinalReview",
    "Flag",
    "Link",
    "LogEntry",
    "Offer",
    "PlanStep",
    "Publication",
    "Recusal",
    "RedactionCheck",
    "Reveal",
    "Review",
    "ReviewAssignment",
    "Selection",
    "ShortlistPlace",
    "Snippet",
    "Trace",
    "Twin",
    "Version",
    "listed_in",
]
