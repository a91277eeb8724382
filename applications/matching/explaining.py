"""Match, and give the reasons: each is read off the finished assignment, and so is true of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from .acceptance import deferred_acceptance
from .instance import Applicant, Instance, Seat
from .outcome import Aside, Distribution, Holder, Matching, Missed, Outcome, Placement, SeatOutcome, Why
from .what_if import WhatIf, remainder, slots_under

AS_IT_IS = WhatIf()


def match(instance: Instance, what_if: WhatIf = AS_IT_IS) -> Matching:
    """The applicant-optimal stable assignment of what the what-if leaves, with reasons. Raises Contradiction."""
    decision = _decide(instance, what_if)
    applicants = sorted(instance.applicants, key=lambda applicant: applicant.id)
    placements = {applicant.id: _placement(applicant, decision) for applicant in applicants}
    longest = max((len(applicant.choices) for applicant in applicants), default=0)
    return Matching(
        placements=placements,
        seats=_seats(applicants, decision),
        distribution=Distribution.of(placements.values(), longest=longest),
        by_cohort=_by_cohort(applicants, placements, longest),
        by_project=_by_project(instance, applicants, placements, longest),
    )


@dataclass(frozen=True)
class _Decision:
    """The finished assignment and what it was made of. ``worst_*``: the worst rank among a seat's holders of a kind."""

    assignment: Mapping[int, Seat]
    locked: Mapping[int, Seat]
    excluded: frozenset[tuple[int, int]]
    slots: Mapping[Seat, int]
    ranks: Mapping[int, Mapping[int, float]]
    standings: Mapping[int, Mapping[int, int]]
    worst_locked: dict[Seat, float] = field(default_factory=dict)
    worst_matched: dict[Seat, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for applicant, seat in self.assignment.items():
            worst = self.worst_locked if applicant in self.locked else self.worst_matched
            worst[seat] = max(worst.get(seat, -inf), self.ranks[seat.project].get(applicant, inf))

    def why_not(self, applicant: int, seat: Seat) -> Why:
        """Why somebody who is not locked missed a seat that they prefer to what they got."""
        rank = self.ranks[seat.project].get(applicant)
        if (applicant, seat.project) in self.excluded:
            return Why.EXCLUDED
        if not self.slots.get(seat):
            return Why.NO_SLOTS
        if rank is None:
            return Why.NOT_RANKED
        if self.worst_locked.get(seat, -inf) >= rank:
            return Why.ASSIGNED
        return Why.DRAWN if self.worst_matched.get(seat) == rank else Why.RANKED_HIGHER

    def aside(self, applicant: Applicant, seat: Seat) -> Aside | None:
        """Why somebody who chose the seat and does not hold it does not wait for it either, or None: they wait."""
        if applicant.id in self.locked:
            return Aside.LOCKED_ELSEWHERE
        if (applicant.id, seat.project) in self.excluded:
            return Aside.EXCLUDED
        if applicant.id not in self.ranks[seat.project]:
            return Aside.NOT_RANKED
        got = self.assignment.get(applicant.id)
        prefers_theirs = got and applicant.choices.index(got) < applicant.choices.index(seat)
        return Aside.PREFERS_THEIRS if prefers_theirs else None


def _decide(instance: Instance, what_if: WhatIf) -> _Decision:
    left = remainder(instance, what_if)
    standings = instance.standings()
    locked = {lock.applicant: lock.seat for lock in what_if.locks}
    return _Decision(
        assignment={**locked, **deferred_acceptance(left.choices, left.places, standings)},
        locked=locked,
        excluded=frozenset((exclusion.applicant, exclusion.project) for exclusion in what_if.exclusions),
        slots=slots_under(instance, what_if),
        ranks={project.id: project.ranks for project in instance.projects},
        standings=standings,
    )


def _placement(applicant: Applicant, decision: _Decision) -> Placement:
    seat = decision.assignment.get(applicant.id)
    if applicant.id in decision.locked and seat:
        return Placement(applicant.id, Outcome.LOCKED, seat, applicant.choices.index(seat) + 1)
    better = applicant.choices[: applicant.choices.index(seat)] if seat else applicant.choices
    missed = tuple(
        Missed(wish, choice, decision.why_not(applicant.id, wish)) for choice, wish in enumerate(better, start=1)
    )
    if seat:
        return Placement(applicant.id, Outcome.PLACED, seat, len(missed) + 1, missed)
    if not missed:
        return Placement(applicant.id, Outcome.NO_CHOICES)
    outcome = Outcome.ALL_FILLED if all(miss.why.is_filled for miss in missed) else Outcome.NO_PLACE
    return Placement(applicant.id, outcome, missed=missed)


def _seats(applicants: Sequence[Applicant], decision: _Decision) -> dict[Seat, SeatOutcome]:
    """Of every seat that has slots or that anybody chose."""
    holders: dict[Seat, list[Holder]] = defaultdict(list)
    waiting: dict[Seat, list[int]] = defaultdict(list)
    asides: dict[Seat, Counter[Aside]] = defaultdict(Counter)
    for applicant in applicants:
        got = decision.assignment.get(applicant.id)
        for choice, seat in enumerate(applicant.choices, start=1):
            if seat == got:
                holders[seat].append(Holder(applicant.id, choice, applicant.id in decision.locked))
            elif aside := decision.aside(applicant, seat):
                asides[seat][aside] += 1
            else:
                waiting[seat].append(applicant.id)
    outcomes = {}
    for seat in sorted({*decision.slots, *holders, *waiting, *asides}):
        standing = decision.standings[seat.project]
        outcomes[seat] = SeatOutcome(
            seat=seat,
            slots=decision.slots.get(seat, 0),
            holders=tuple(sorted(holders[seat], key=lambda holder: standing.get(holder.applicant, inf))),
            waitlist=tuple(sorted(waiting[seat], key=standing.__getitem__)),
            aside={aside: asides[seat][aside] for aside in Aside if asides[seat][aside]},
        )
    return outcomes


def _by_cohort(
    applicants: Sequence[Applicant], placements: Mapping[int, Placement], longest: int
) -> dict[str, Distribution]:
    members: dict[str, list[Placement]] = defaultdict(list)
    for applicant in applicants:
        members[applicant.cohort].append(placements[applicant.id])
    return {cohort: Distribution.of(members[cohort], longest=longest) for cohort in sorted(members)}


def _by_project(
    instance: Instance, applicants: Sequence[Applicant], placements: Mapping[int, Placement], longest: int
) -> dict[int, Distribution]:
    """Of every project, chosen by anybody or not."""
    chosen_by: dict[int, list[Placement]] = {project.id: [] for project in instance.projects}
    for applicant in applicants:
        for project in {seat.project for seat in applicant.choices}:
            chosen_by[project].append(placements[applicant.id])
    return {
        project: Distribution.of(chosen_by[project], longest=longest, project=project) for project in sorted(chosen_by)
    }
