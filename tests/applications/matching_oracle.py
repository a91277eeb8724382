"""Small instances, and what a matching must be, said again without the algorithm: by looking at every assignment."""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from itertools import permutations, product

from hypothesis import strategies as st

from applications.matching import (
    SPONSORED,
    VOLUNTEER,
    Applicant,
    Exclusion,
    Instance,
    Lock,
    Matching,
    Project,
    Seat,
    WhatIf,
)


@dataclass(frozen=True)
class Case:
    instance: Instance
    what_if: WhatIf

    # What is given ------------------------------------------------------------------

    def choices(self, applicant):
        return {entry.id: entry.choices for entry in self.instance.applicants}[applicant]

    def slots(self, seat):
        given = {entry.id: entry.slots for entry in self.instance.projects}[seat.project]
        return self.what_if.slots.get(seat, given.get(seat.track, 0))

    def rank(self, applicant, project):
        return {entry.id: entry.ranks for entry in self.instance.projects}[project].get(applicant)

    def order(self, applicant, project):
        """Sorts like the project's strict order. Only for whom it ranks."""
        lot = sha256(f"{self.instance.lottery}:{applicant}".encode()).hexdigest()
        return (self.rank(applicant, project), lot)

    @property
    def applicants(self):
        return sorted(entry.id for entry in self.instance.applicants)

    @property
    def seats(self):
        listed = {seat for entry in self.instance.applicants for seat in entry.choices}
        given = {Seat(entry.id, track) for entry in self.instance.projects for track in entry.slots}
        return sorted(listed | given | set(self.what_if.slots))

    @property
    def locked(self):
        return {lock.applicant: lock.seat for lock in self.what_if.locks}

    @property
    def free(self):
        """Whom no lock concerns."""
        return [applicant for applicant in self.applicants if applicant not in self.locked]

    def is_excluded(self, applicant, project):
        return Exclusion(applicant, project) in self.what_if.exclusions

    # What an assignment is ------------------------------------------------------------

    def acceptable(self, applicant):
        """The seats a free applicant may get at all, best first."""
        return [
            seat
            for seat in self.choices(applicant)
            if self.rank(applicant, seat.project) is not None and not self.is_excluded(applicant, seat.project)
        ]

    def regret(self, applicant, seat):
        """0 for the best seat; no place is worse than any in the list."""
        choices = self.choices(applicant)
        return choices.index(seat) if seat else len(choices)

    def within_slots(self, assignment):
        return all(count <= self.slots(seat) for seat, count in Counter(assignment.values()).items())

    def blocking_pairs(self, assignment):
        """Free applicants and seats that would rather have each other."""
        pairs = []
        for applicant in self.free:
            for seat in self.acceptable(applicant):
                if self.regret(applicant, seat) >= self.regret(applicant, assignment.get(applicant)):
                    continue
                holders = [holder for holder, held in assignment.items() if held == seat]
                beaten = [
                    holder
                    for holder in holders
                    if holder not in self.locked
                    and self.order(applicant, seat.project) < self.order(holder, seat.project)
                ]
                if beaten or len(holders) < self.slots(seat):
                    pairs.append((applicant, seat))
        return pairs

    def stable_assignments(self):
        """All of them, found by trying everything."""
        free = self.free
        for seats in product(*([*self.acceptable(applicant), None] for applicant in free)):
            matched = {applicant: seat for applicant, seat in zip(free, seats, strict=True) if seat}
            assignment = self.locked | matched
            if self.within_slots(assignment) and not self.blocking_pairs(assignment):
                yield assignment


def all_lists(seats):
    """Everything an applicant could say: every order of every selection of the seats."""
    return [choices for length in range(len(seats) + 1) for choices in permutations(seats, length)]


def regrets(case: Case, matching: Matching):
    return [case.regret(applicant, matching.assignment.get(applicant)) for applicant in case.applicants]


# Instances -----------------------------------------------------------------------------

TRACKS = (SPONSORED, VOLUNTEER)


@st.composite
def instances(draw, applicants=(0, 4), projects=3, tracks=TRACKS):
    fewest, most = applicants
    ids = draw(st.lists(st.integers(1, 99), min_size=fewest, max_size=most, unique=True))
    project_ids = draw(st.lists(st.integers(1, 99), min_size=1, max_size=projects, unique=True))
    seats = [Seat(project, track) for project in project_ids for track in tracks]
    choices = st.lists(st.sampled_from(seats), max_size=3, unique=True).map(tuple)
    ranks = st.sampled_from([1, 1, 2, 2.5, None])
    slots = st.sampled_from([1, 2, 1, 0])
    return Instance(
        applicants=tuple(Applicant(id, draw(choices), draw(st.sampled_from(["amp-2027", "amp-2026"]))) for id in ids),
        projects=tuple(
            Project(
                id,
                slots={track: draw(slots) for track in tracks if track == SPONSORED or draw(st.booleans())},
                ranks={applicant: rank for applicant in ids if (rank := draw(ranks)) is not None},
            )
            for id in project_ids
        ),
        lottery=draw(st.sampled_from(["", "amp-2027", "13"])),
    )


@st.composite
def cases(draw):
    """An instance with a what-if that contradicts nothing."""
    instance = draw(instances())
    seats = [Seat(project.id, track) for project in instance.projects for track in TRACKS]
    changed = draw(st.dictionaries(st.sampled_from(seats), st.integers(0, 2), max_size=2))
    room = Counter(instance.slots() | changed)
    locks, exclusions = [], []
    for entry in instance.applicants:
        open_choices = [seat for seat in entry.choices if room[seat]]
        if open_choices and draw(st.booleans()):
            seat = draw(st.sampled_from(open_choices))
            room[seat] -= 1
            locks.append(Lock(entry.id, seat))
    held = {(lock.applicant, lock.seat.project) for lock in locks}
    for applicant, project in product(instance.applicants, instance.projects):
        if (applicant.id, project.id) not in held and draw(st.sampled_from([False, False, True])):
            exclusions.append(Exclusion(applicant.id, project.id))
    return Case(instance, WhatIf(tuple(locks), tuple(exclusions), changed))
