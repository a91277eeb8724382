"""What a matching says: who got what, and why, as data. ``wording`` makes sentences of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .instance import Seat


class Outcome(StrEnum):
    """What became of an applicant."""

    PLACED = "placed"  # by preferences and rankings
    LOCKED = "locked"  # by organizers
    ALL_FILLED = "all_filled"  # every choice ranked them and had places, all held by others
    NO_PLACE = "no_place"  # see what they missed
    NO_CHOICES = "no_choices"


class Why(StrEnum):
    """Why somebody did not get a choice of theirs. The first that is true, in this order."""

    EXCLUDED = "excluded"  # by organizers, from the project
    NO_SLOTS = "no_slots"  # the seat has none
    NOT_RANKED = "not_ranked"  # by the project
    ASSIGNED = "assigned"  # full, and organizers locked in somebody not ranked higher
    DRAWN = "drawn"  # full, and somebody in it was ranked equal and had the smaller lot
    RANKED_HIGHER = "ranked_higher"  # full of applicants all ranked higher

    @property
    def is_filled(self) -> bool:
        return self in (Why.ASSIGNED, Why.DRAWN, Why.RANKED_HIGHER)


class Aside(StrEnum):
    """Why somebody who chose a seat neither holds it nor waits for it. The first that is true, in this order."""

    LOCKED_ELSEWHERE = "locked_elsewhere"
    EXCLUDED = "excluded"
    NOT_RANKED = "not_ranked"
    PREFERS_THEIRS = "prefers_theirs"  # they got a choice they like better


@dataclass(frozen=True, slots=True)
class Missed:
    """A seat that an applicant prefers to what they got. ``choice`` counts from 1."""

    seat: Seat
    choice: int
    why: Why


@dataclass(frozen=True, slots=True)
class Placement:
    """One applicant's result. ``choice`` is where the seat stands in their list, from 1.

    ``missed`` are all choices they like better, best first; of somebody locked, none: the lock is the reason.
    """

    applicant: int
    outcome: Outcome
    seat: Seat | None = None
    choice: int | None = None
    missed: tuple[Missed, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    applicant: int
    choice: int
    locked: bool


@dataclass(frozen=True, slots=True)
class SeatOutcome:
    """One seat's result: who holds it, who waits for it, and why the others who chose it do neither.

    ``holders`` and ``waitlist`` in the project's strict order; holders it did not rank (locked ones) come last.
    The waitlist are those ranked who prefer the seat to what they got: with one place more the first of it has this
    seat or a better one. Where places are left nobody waits, so ``aside`` tells why they are.
    """

    seat: Seat
    slots: int
    holders: tuple[Holder, ...]
    waitlist: tuple[int, ...]
    aside: dict[Aside, int]

    @property
    def left(self) -> int:
        return self.slots - len(self.holders)

    @property
    def locked(self) -> int:
        return sum(holder.locked for holder in self.holders)

    @property
    def chosen_by(self) -> int:
        return len(self.holders) + len(self.waitlist) + sum(self.aside.values())


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many got their first, second, third … choice, and how many nothing.

    Of a project: those who chose it, on whichever track; ``elsewhere`` are those who got another one.
    """

    by_choice: tuple[int, ...]
    elsewhere: int
    without: int

    @classmethod
    def of(cls, placements: Iterable[Placement], *, longest: int, project: int | None = None) -> "Distribution":
        """``longest`` is the number of choices to count, the same for all that are shown together."""
        by_choice = [0] * longest
        elsewhere = without = 0
        for placement in placements:
            if placement.seat is None or placement.choice is None:
                without += 1
            elif project is not None and placement.seat.project != project:
                elsewhere += 1
            else:
                by_choice[placement.choice - 1] += 1
        return cls(tuple(by_choice), elsewhere, without)

    @property
    def total(self) -> int:
        return sum(self.by_choice) + self.elsewhere + self.without


@dataclass(frozen=True, slots=True)
class Matching:
    """The whole result, each part in ascending order of its keys, whatever the order of the input."""

    placements: dict[int, Placement]
    seats: dict[Seat, SeatOutcome]
    distribution: Distribution
    by_cohort: dict[str, Distribution]
    by_project: dict[int, Distribution]

    @property
    def assignment(self) -> dict[int, Seat]:
        """The seat of each applicant who got one."""
        return {id: placement.seat for id, placement in self.placements.items() if placement.seat is not None}
