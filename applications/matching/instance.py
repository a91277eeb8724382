"""What is to be matched: applicants and their choices, projects with their slots and rankings. Ids are primary keys."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

SPONSORED = "sponsored"
VOLUNTEER = "volunteer"


class InvalidInstance(ValueError):
    """The input is not an instance at all. Its caller is wrong, not an organizer."""


class Seat(NamedTuple):
    """The places of one track on one project. Sponsored and volunteer places never stand in for each other."""

    project: int
    track: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """``choices`` are all seats they would take, best first. ``cohort`` serves only to count by it."""

    id: int
    choices: tuple[Seat, ...] = ()
    cohort: str = ""

    @classmethod
    def on_track(cls, id: int, track: str, projects: Iterable[int], cohort: str = "") -> "Applicant":
        """Takes places of one track only, on the projects in this order."""
        return cls(id, tuple(Seat(project, track) for project in projects), cohort)


@dataclass(frozen=True, slots=True)
class Project:
    """``slots`` by track. ``ranks`` by applicant: smaller is better, equal is a tie, whoever is missing gets no place.

    Ranks of people who did not choose the project, or are no applicants any more, mean nothing and do no harm.
    A project that was withdrawn has no slots.
    """

    id: int
    slots: Mapping[str, int] = field(default_factory=dict)
    ranks: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Instance:
    """Raises InvalidInstance for ids given twice, choices of unknown projects or made twice, and impossible numbers."""

    applicants: tuple[Applicant, ...]
    projects: tuple[Project, ...]
    lottery: str = ""

    def __post_init__(self) -> None:
        for flaw in (*_flaws_of_applicants(self), *_flaws_of_projects(self)):
            raise InvalidInstance(flaw)

    def slots(self) -> dict[Seat, int]:
        return {Seat(project.id, track): slots for project in self.projects for track, slots in project.slots.items()}

    def standings(self) -> dict[int, dict[int, int]]:
        """By project and applicant: where they stand in the strict order of those who chose it, 0 for the best."""
        standings: dict[int, dict[int, int]] = {project.id: {} for project in self.projects}
        ranks = {project.id: project.ranks for project in self.projects}
        entries = (
            (ranks[project][applicant.id], lot, applicant.id, project)
            for applicant in self.applicants
            for lot in (self._lot(applicant),)
            for project in {seat.project for seat in applicant.choices}
            if applicant.id in ranks[project]
        )
        for _rank, _lot, applicant_id, project in sorted(entries):
            standings[project][applicant_id] = len(standings[project])
        return standings

    def _lot(self, applicant: Applicant) -> str:
        return sha256(f"{self.lottery}:{applicant.id}".encode()).hexdigest()


def _flaws_of_applicants(instance: Instance) -> Iterator[str]:
    known = {project.id for project in instance.projects}
    seen = set()
    for applicant in instance.applicants:
        if applicant.id in seen:
            yield f"applicant {applicant.id} is given twice"
        seen.add(applicant.id)
        if len(set(applicant.choices)) < len(applicant.choices):
            yield f"applicant {applicant.id} lists a seat twice"
        for seat in applicant.choices:
            if seat.project not in known:
                yield f"applicant {applicant.id} lists project {seat.project}, which is not given"


def _flaws_of_projects(instance: Instance) -> Iterator[str]:
    seen = set()
    for project in instance.projects:
        if project.id in seen:
            yield f"project {project.id} is given twice"
        seen.add(project.id)
        if any(slots < 0 for slots in project.slots.values()):
            yield f"project {project.id} has less than no slots"
        if any(math.isnan(rank) for rank in project.ranks.values()):
            yield f"project {project.id} ranks somebody by a number that is none"
