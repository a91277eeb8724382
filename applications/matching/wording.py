"""A matching's reasons in words: kind and translatable. To applicants they name no other applicant.

``titles`` give a project's title by its id, ``names`` (to organizers only) an applicant's name by theirs.
"""

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .instance import SPONSORED, VOLUNTEER
from .outcome import Aside, Missed, Outcome, Placement, SeatOutcome, Why
from .what_if import Problem, ProblemKind

ORDINALS = (_("first choice"), _("second choice"), _("third choice"))
TRACKS = {SPONSORED: _("sponsored"), VOLUNTEER: _("volunteer")}

OUTCOMES = {
    Outcome.PLACED: _("There is a place for you (%(track)s) on “%(project)s”, your %(choice)s."),
    Outcome.LOCKED: _("The organizers set aside a place for you (%(track)s) on “%(project)s”, your %(choice)s."),
    Outcome.ALL_FILLED: _("All of your choices were filled this time."),
    Outcome.NO_PLACE: _("This time we have no place for you on a project of your choice."),
    Outcome.NO_CHOICES: _("There was no project on your list that we could find you a place on."),
}
MISSED = {
    Why.EXCLUDED: _("You were excluded from %(project)s, your %(choice)s, by the organizers. Please ask them why."),
    Why.NO_SLOTS: _("%(project)s, your %(choice)s, has no slots on this track."),
    Why.NOT_RANKED: _("The mentors of %(project)s, your %(choice)s, did not rank you."),
    Why.ASSIGNED: _("%(project)s, your %(choice)s, is full: the organizers filled one or more of its slots directly."),
    Why.DRAWN: _(
        "%(project)s, your %(choice)s, is full: its mentors ranked you equal with others, and a draw decided."
    ),
    Why.RANKED_HIGHER: _("%(project)s, your %(choice)s, filled its slots with applicants its mentors ranked higher."),
}
PROBLEMS = {
    ProblemKind.UNKNOWN_APPLICANT: _("Application %(applicant)s is not among those to be matched."),
    ProblemKind.UNKNOWN_PROJECT: _("Project %(project)s is not among those to be matched."),
    ProblemKind.IMPOSSIBLE_SLOTS: _("%(project)s (%(track)s): %(slots)s is not a number of slots."),
    ProblemKind.LOCKED_TWICE: _("%(applicant)s is locked more than once: one person takes one place."),
    ProblemKind.NOT_THEIR_CHOICE: _("%(applicant)s did not choose %(project)s (%(track)s), so it can't be locked."),
    ProblemKind.LOCKED_AND_EXCLUDED: _("%(applicant)s is both locked for %(project)s and excluded from it."),
    ProblemKind.BEYOND_SLOTS: _(
        "More people are locked for %(project)s (%(track)s) than it has slots: %(locked)s of %(slots)s."
    ),
}


def to_applicant(placement: Placement, titles: Mapping[int, str]) -> list[str]:
    """The outcome, then why not each choice they like better, best first."""
    got = {}
    tracks = {missed.seat.track for missed in placement.missed}
    if placement.seat and placement.choice:
        tracks.add(placement.seat.track)
        got = {
            "project": titles[placement.seat.project],
            "track": _track(placement.seat.track),
            "choice": _ordinal(placement.choice),
        }
    reasons = (_why(missed, titles, name_track=len(tracks) > 1) for missed in placement.missed)
    return [OUTCOMES[placement.outcome] % got, *reasons]


def to_organizer(outcome: SeatOutcome) -> list[str]:
    """How far the seat is filled, and why no further; who holds it is for the page to list."""
    filled = len(outcome.holders)
    sentences = [gettext("%(filled)d of %(slots)d slots are filled.") % {"filled": filled, "slots": outcome.slots}]
    if outcome.locked:
        sentences.append(
            ngettext(
                "%(count)d was locked by the organizers.", "%(count)d were locked by the organizers.", outcome.locked
            )
            % {"count": outcome.locked}
        )
    if outcome.waitlist:
        waiting = len(outcome.waitlist)
        sentences.append(
            ngettext("%(count)d applicant is waiting for one.", "%(count)d applicants are waiting for one.", waiting)
            % {"count": waiting}
        )
    if outcome.left > 0:
        sentences += _why_left(outcome)
    return sentences


def of_problem(problem: Problem, names: Mapping[int, str], titles: Mapping[int, str]) -> str:
    """What is wrong with a what-if. Whoever is unknown goes by their id."""
    return PROBLEMS[problem.kind] % {
        "applicant": names.get(problem.applicant, problem.applicant) if problem.applicant is not None else "",
        "project": titles.get(problem.project, problem.project) if problem.project is not None else "",
        "track": _track(problem.track) if problem.track is not None else "",
        "locked": problem.locked,
        "slots": problem.slots,
    }


def _why(missed: Missed, titles: Mapping[int, str], *, name_track: bool) -> str:
    words = {"project": titles[missed.seat.project], "track": _track(missed.seat.track)}
    project = gettext("“%(project)s” (%(track)s)") if name_track else gettext("“%(project)s”")
    return MISSED[missed.why] % {"project": project % words, "choice": _ordinal(missed.choice)}


def _why_left(outcome: SeatOutcome) -> list[str]:
    if not outcome.chosen_by:
        return [gettext("Nobody chose it.")]
    if not outcome.aside:
        return [gettext("Everybody who chose it has a place on it.")]
    return [_of_aside(aside, count) for aside, count in outcome.aside.items()]


def _of_aside(aside: Aside, count: int) -> str:
    sentences = {
        Aside.LOCKED_ELSEWHERE: ngettext(
            "%(count)d applicant who chose it is locked for another place.",
            "%(count)d applicants who chose it are locked for another place.",
            count,
        ),
        Aside.EXCLUDED: ngettext(
            "%(count)d applicant who chose it was excluded from it by the organizers.",
            "%(count)d applicants who chose it were excluded from it by the organizers.",
            count,
        ),
        Aside.NOT_RANKED: ngettext(
            "%(count)d applicant who chose it was not ranked by its mentors.",
            "%(count)d applicants who chose it were not ranked by its mentors.",
            count,
        ),
        Aside.PREFERS_THEIRS: ngettext(
            "%(count)d applicant who chose it got a place they like better.",
            "%(count)d applicants who chose it got a place they like better.",
            count,
        ),
    }
    return sentences[aside] % {"count": count}


def _ordinal(choice: int) -> str:
    if choice <= len(ORDINALS):
        return str(ORDINALS[choice - 1])
    return gettext("choice number %(number)d") % {"number": choice}


def _track(track: str) -> str:
    return str(TRACKS.get(track, track))
