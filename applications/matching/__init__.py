"""Who gets which place (docs/program.md, Review and selection): deferred acceptance, with reasons. Pure Python.

instance = Instance(
    applicants=(
        Applicant.on_track(7, SPONSORED, projects=(1, 2)),
        Applicant(8, choices=(Seat(1, SPONSORED), Seat(1, VOLUNTEER))),  # would take either, rather the first
    ),
    projects=(
        Project(1, slots={SPONSORED: 1, VOLUNTEER: 1}, ranks={7: 1, 8: 2}),
        Project(2, slots={SPONSORED: 1}),
    ),
)
matching = match(instance)  # or match(instance, WhatIf(locks=…, exclusions=…, slots=…))
matching.assignment  # {7: Seat(1, "sponsored"), 8: Seat(1, "volunteer")}
matching.placements[8].missed  # why not a choice they like better; wording.to_applicant says it
matching.seats[Seat(1, SPONSORED)].waitlist  # (8,): who would get it next

**What is decided.** A what-if leaves a smaller instance: locked applicants are gone together with the places they
hold, an excluded applicant and project no longer list each other, changed slots stand in for the old ones. Over that
instance the assignment is the applicant-optimal stable one. *Acceptable*: nobody holds a seat they did not list, or on
a project that did not rank them; no seat holds more than its slots. *Stable*: no applicant prefers to what they got a
seat whose project ranks them and which has a free place, or is held by somebody who comes after them in the project's
order. *Applicant-optimal*: of all such assignments each applicant has the best they get in any.

Locked pairs are not weighed against wishes or rankings: a locked applicant may prefer another seat, and a project may
rank others higher. Only the applicant's own list binds a lock; a seat they did not list can't be locked for them.

What follows, and is tested: no applicant gains by listing anything but their true order; one more slot makes no
applicant worse off.

**Ties.** Applicants whom a project ranks equally come in the order of their lots, the SHA-256 of ``lottery:id`` in
hexadecimal, smallest first. An applicant has one lot for all projects. It depends on nothing they write nor on the
order of the input, and anybody can compute it again.
"""

from .explaining import match
from .instance import SPONSORED, VOLUNTEER, Applicant, Instance, InvalidInstance, Project, Seat
from .outcome import Aside, Distribution, Holder, Matching, Missed, Outcome, Placement, SeatOutcome, Why
from .what_if import Contradiction, Exclusion, Lock, Problem, ProblemKind, WhatIf

__all__ = [
    "SPONSORED",
    "VOLUNTEER",
    "Applicant",
    "Aside",
    "Contradiction",
    "Distribution",
    "Exclusion",
    "Holder",
    "Instance",
    "InvalidInstance",
    "Lock",
    "Matching",
    "Missed",
    "Outcome",
    "Placement",
    "Problem",
    "ProblemKind",
    "Project",
    "Seat",
    "SeatOutcome",
    "WhatIf",
    "Why",
    "match",
]
