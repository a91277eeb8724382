"""The letters of a mentorship. What somebody waits for goes at once, the rest in the reader's day, merged."""

from .agreements import agreed, agreement_proposed, to_agree
from .endings import ended_early, ended_for_mentee, ended_for_mentor, extended, told_of_extension
from .silence import (
    about_silence,
    answer_awaited,
    answer_still_awaited,
    are_you_all_right,
    at_risk,
    reach_out,
    thinking_of_you,
)
from .support import (
    help_answered,
    help_answered_one,
    help_asked,
    help_asked_one,
    help_passed_on,
    help_solved,
    help_taken,
)
from .thread import (
    answered,
    from_mentee,
    from_mentors,
    mentioned,
    mentioned_in_entry,
    mentioned_in_note,
    milestone_moved,
    to_mentee,
    to_mentor,
    to_reader_of_note,
)

__all__ = [
    "about_silence",
    "agreed",
    "agreement_proposed",
    "answer_awaited",
    "answer_still_awaited",
    "answered",
    "are_you_all_right",
    "at_risk",
    "ended_early",
    "ended_for_mentee",
    "ended_for_mentor",
    "extended",
    "from_mentee",
    "from_mentors",
    "help_answered",
    "help_answered_one",
    "help_asked",
    "help_asked_one",
    "help_passed_on",
    "help_solved",
    "help_taken",
    "mentioned",
    "mentioned_in_entry",
    "mentioned_in_note",
    "milestone_moved",
    "reach_out",
    "thinking_of_you",
    "to_agree",
    "to_mentee",
    "to_mentor",
    "to_reader_of_note",
    "told_of_extension",
]
