"""Whether the mentors of a project have earned their part (docs/program.md, Recognition and stipends). Pure.

The evaluations are a duty of all mentors together: any of them may write each. Nobody's part is lost by a rule: what
the rule doesn't settle is an organizer's decision, with a reason.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from .rules import Standing


class Evaluated(Enum):
    """Who submitted the mentors' evaluations of one mentee."""

    BY_MENTORS = "any of the mentors, in every round"
    IN_PLACE = "an organizer, at least once"
    MISSING = "nobody, at least once"


class Verdict(Enum):
    """What one mentee's final evaluation says of the mentors."""

    DID_THEIR_PART = "they did their part"
    DID_NOT = "they did not"
    OPEN = "nothing: it is missing or leaves it open"


@dataclass(frozen=True)
class Mentored:
    """What counts for one mentor of one project; of each mentee who came to the final: evaluations and verdict."""

    is_running: bool  # any mentorship of the project
    throughout: bool  # this mentor, while the mentorships ran
    evaluated: Collection[Evaluated]
    verdicts: Collection[Verdict]


def standing_of_mentor(mentored: Mentored) -> tuple[Standing, str]:
    """Where one mentor stands, and why, in words that the mentor and organizers read. Never out."""
    if mentored.is_running:
        return Standing.RUNNING, _on_the_way(mentored)
    if doubt := _doubt(mentored):
        return Standing.UNDECIDED, doubt
    return Standing.EARNED, _("The mentors submitted both evaluations, and the mentee's says they did their part.")


def _on_the_way(mentored):
    if not mentored.throughout:
        return _("Mentored part of the time: an organizer decides.")
    return _(
        "An equal part for each mentor when both evaluations were submitted, by any of the mentors, and the mentee's "
        "evaluation says they did their part."
    )


def _doubt(mentored):
    """What an organizer has to decide about, in words; empty where nothing."""
    if not mentored.evaluated:
        return _("Nobody came to the final evaluation on this project: an organizer decides.")
    if not mentored.throughout:
        return _("Mentored part of the time: an organizer decides.")
    if Evaluated.MISSING in mentored.evaluated:
        return _("An evaluation by the mentors is missing: an organizer decides.")
    if Evaluated.IN_PLACE in mentored.evaluated:
        return _("An organizer evaluated in the mentors' place: an organizer decides.")
    said = set(mentored.verdicts)
    if Verdict.OPEN in said:
        return _("A mentee's evaluation is missing, which costs no mentor anything: an organizer decides.")
    if said == {Verdict.DID_NOT}:
        return _("The mentee's evaluation doesn't say that the mentors did their part: an organizer decides.")
    if Verdict.DID_NOT in said:
        return _("The mentees see it differently: an organizer decides.")
    return ""
