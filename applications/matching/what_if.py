"""What organizers try before they decide: pairs locked, pairs excluded, slots changed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .instance import Instance, Seat


@dataclass(frozen=True, slots=True)
class Lock:
    """The applicant gets a place of this seat, whoever else wants it and however its project ranks them."""

    applicant: int
    seat: Seat


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The applicant gets no place on this project, on whichever track."""

    applicant: int
    project: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """``slots`` replace those of the seats named, and may open a track a project did not have."""

    locks: tuple[Lock, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    slots: Mapping[Seat, int] = field(default_factory=dict)


class ProblemKind(StrEnum):
    UNKNOWN_APPLICANT = "unknown_applicant"
    UNKNOWN_PROJECT = "unknown_project"
    IMPOSSIBLE_SLOTS = "impossible_slots"
    LOCKED_TWICE = "locked_twice"
    NOT_THEIR_CHOICE = "not_their_choice"
    LOCKED_AND_EXCLUDED = "locked_and_excluded"
    BEYOND_SLOTS = "beyond_slots"


@dataclass(frozen=True, slots=True)
class Problem:
    """What can't be done, about whom and where; ``locked`` and ``slots`` only where numbers clash."""

    kind: ProblemKind
    applicant: int | None = None
    project: int | None = None
    track: str | None = None
    locked: int | None = None
    slots: int | None = None

    def __str__(self) -> str:
        about = (self.applicant, self.project, self.track, self.locked, self.slots)
        names = ("applicant", "project", "track", "locked", "slots")
        given = (f"{name} {value}" for name, value in zip(names, about, strict=True) if value is not None)
        return f"{self.kind.replace('_', ' ')}: {', '.join(given)}"


class Contradiction(ValueError):
    """A what-if that nothing can fulfil. ``problems`` are all that were found; ``wording.of_problem`` says them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is left to decide: who wants what (best first), and the places free, by seat."""

    choices: dict[int, tuple[Seat, ...]]
    places: dict[Seat, int]


def remainder(instance: Instance, what_if: WhatIf) -> Remainder:
    """The instance without what the what-if settles. Raises Contradiction."""
    if problems := (*_unknown(instance, what_if), *_of_locks(instance, what_if), *_of_slots(instance, what_if)):
        raise Contradiction(problems)
    locked = {lock.applicant for lock in what_if.locks}
    excluded = {(exclusion.applicant, exclusion.project) for exclusion in what_if.exclusions}
    choices = {
        applicant.id: tuple(seat for seat in applicant.choices if (applicant.id, seat.project) not in excluded)
        for applicant in instance.applicants
        if applicant.id not in locked
    }
    taken = Counter(lock.seat for lock in what_if.locks)
    places = {seat: slots - taken[seat] for seat, slots in slots_under(instance, what_if).items()}
    return Remainder(choices, places)


def slots_under(instance: Instance, what_if: WhatIf) -> dict[Seat, int]:
    return {**instance.slots(), **what_if.slots}


def _unknown(instance: Instance, what_if: WhatIf) -> Iterator[Problem]:
    applicants = {applicant.id for applicant in instance.applicants}
    projects = {project.id for project in instance.projects}
    pairs = {(lock.applicant, lock.seat.project) for lock in what_if.locks}
    pairs |= {(exclusion.applicant, exclusion.project) for exclusion in what_if.exclusions}
    named = {project for _applicant, project in pairs} | {seat.project for seat in what_if.slots}
    for applicant in sorted({applicant for applicant, _project in pairs} - applicants):
        yield Problem(ProblemKind.UNKNOWN_APPLICANT, applicant=applicant)
    for project in sorted(named - projects):
        yield Problem(ProblemKind.UNKNOWN_PROJECT, project=project)


def _of_locks(instance: Instance, what_if: WhatIf) -> Iterator[Problem]:
    choices = {applicant.id: applicant.choices for applicant in instance.applicants}
    projects = {project.id for project in instance.projects}
    times = Counter(lock.applicant for lock in what_if.locks)
    for applicant in sorted(applicant for applicant, count in times.items() if count > 1):
        yield Problem(ProblemKind.LOCKED_TWICE, applicant=applicant)
    for applicant, seat in sorted({(lock.applicant, lock.seat) for lock in what_if.locks}):
        if applicant in choices and seat.project in projects and seat not in choices[applicant]:
            yield Problem(ProblemKind.NOT_THEIR_CHOICE, applicant, *seat)
        if Exclusion(applicant, seat.project) in what_if.exclusions:
            yield Problem(ProblemKind.LOCKED_AND_EXCLUDED, applicant, *seat)


def _of_slots(instance: Instance, what_if: WhatIf) -> Iterator[Problem]:
    for seat, slots in sorted(what_if.slots.items()):
        if slots < 0:
            yield Problem(ProblemKind.IMPOSSIBLE_SLOTS, None, *seat, slots=slots)
    projects = {project.id for project in instance.projects}
    all_slots = slots_under(instance, what_if)
    locked = Counter(seat for _applicant, seat in {(lock.applicant, lock.seat) for lock in what_if.locks})
    for seat, count in sorted(locked.items()):
        slots = all_slots.get(seat, 0)
        if seat.project in projects and count > slots >= 0:
            yield Problem(ProblemKind.BEYOND_SLOTS, None, *seat, locked=count, slots=slots)
