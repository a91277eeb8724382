"""The matching over a cohort as it is now: the applications to be decided, and the places that are still free."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from ..matching import Applicant, Contradiction, Exclusion, Instance, Lock, Matching, Seat, WhatIf, match, wording
from ..matching import Project as Ranking
from ..models import Adjustment, Application, Choice, Offer, Version
from ..states import IN_SELECTION, State
from . import rankings

TAKEN = (State.OFFERED, State.ACCEPTED)


@dataclass(frozen=True)
class Proposal:
    """``matching`` is None where the adjustments contradict each other; ``problems`` then say how."""

    matching: Matching | None
    problems: list[str]
    titles: dict[int, str]
    by_score: frozenset[int]  # projects whose mentors have made no shortlist
    adjustments: list[Adjustment]

    def placement(self, application):
        return self.matching.placements.get(application) if self.matching else None

    def explain(self, application) -> list[str]:
        """Why this applicant gets what they get, in sentences that name no other applicant."""
        placement = self.placement(application)
        return wording.to_applicant(placement, self.titles) if placement else []


@dataclass(frozen=True)
class Waiting:
    seat: Seat
    position: int  # from 1


def of(cohort) -> Proposal:
    """A constant number of queries, however many there are."""
    projects = list(cohort.projects.published().order_by("pk"))
    titles = {project.pk: project.title for project in projects}
    ranked = rankings.of(cohort)
    taken = _taken(cohort, titles)
    adjustments = list(cohort.adjustments.select_related("application__person", "project"))
    instance = Instance(
        applicants=tuple(_applicants(cohort, titles)) + tuple(Applicant(id, (seat,)) for id, seat in taken),
        projects=tuple(
            Ranking(project.pk, _slots(project, taken, offers), ranked.ranks.get(project.pk, {}))
            for offers in (_open_offers(cohort),)
            for project in projects
        ),
        lottery=cohort.slug,
    )
    matching, problems = None, []
    try:
        matching = match(instance, _what_if(instance, adjustments, taken))
    except Contradiction as contradiction:
        names = {one.application_id: str(one.application.person) for one in adjustments if one.application_id}
        problems = [wording.of_problem(problem, names, titles) for problem in contradiction.problems]
    by_score = frozenset(titles) & ranked.by_score
    return Proposal(matching, problems, titles, by_score, adjustments)


def _applicants(cohort, titles):
    """Those to be decided, with the chosen projects that are still on the idea list."""
    pool = Application.objects.filter(cohort=cohort, state__in=IN_SELECTION)
    tracks = dict(pool.values_list("pk", "submitted_version__track"))
    chosen = Choice.objects.filter(version__submitted_for__in=pool, project__in=titles)
    rows = chosen.order_by("version__submitted_for", "rank").values_list("version__submitted_for", "project")
    choices = {id: [project for _id, project in group] for id, group in groupby(rows, key=lambda row: row[0])}
    for id, track in tracks.items():
        yield Applicant.on_track(id, track, choices.get(id, ()))


def _taken(cohort, titles):
    """``[(application, seat)]`` of places that are offered or accepted: reality the proposal can't move."""
    held = Offer.objects.filter(
        application__cohort=cohort, application__state__in=TAKEN, answer__in=["", "accepted"], project__in=titles
    )
    return [
        (application, Seat(project, track))
        for application, project, track in held.order_by("pk").values_list("application", "project", "track")
    ]


def _open_offers(cohort):
    open_ones = Offer.objects.open().filter(application__cohort=cohort)
    return Counter(Seat(*seat) for seat in open_ones.values_list("project", "track"))


def _slots(project, taken, offers):
    """Free places, and those that are taken by somebody who is locked there."""
    held = Counter(seat for _application, seat in taken)
    slots = {}
    for track in Version.Track.values:
        seat = Seat(project.pk, track)
        free = project.slots(track) - getattr(project, f"{track}_taken") - offers[seat]
        if places := max(free, 0) + held[seat]:
            slots[track] = places
    return slots


def _what_if(instance, adjustments, taken):
    """What organizers try, where it still concerns somebody to be decided."""
    placed = {application for application, _seat in taken}
    open_to = {applicant.id for applicant in instance.applicants} - placed
    known = {project.id for project in instance.projects}
    own = {applicant.id: applicant.choices for applicant in instance.applicants}
    locks = [Lock(application, seat) for application, seat in taken]
    exclusions, slots = [], {}
    for one in adjustments:
        if one.project_id not in known or not (one.is_slots or one.application_id in open_to):
            continue
        if one.is_slots:
            slots[Seat(one.project_id, one.track)] = one.slots
        elif one.kind == Adjustment.Kind.EXCLUDE:
            exclusions.append(Exclusion(one.application_id, one.project_id))
        elif Seat(one.project_id, one.track) in own[one.application_id]:
            locks.append(Lock(one.application_id, Seat(one.project_id, one.track)))
    return WhatIf(tuple(locks), tuple(exclusions), slots)


def waiting(matching, longest) -> dict[int, Waiting]:
    """Where those without a place wait: for their best choice that is full and ranked them.

    At most ``longest`` wait for a seat: nobody is kept hoping far down a list.
    """
    lists: dict[Seat, list[int]] = {}
    for placement in matching.placements.values():
        if placement.seat is None:
            waited = (missed.seat for missed in placement.missed if missed.why.is_filled)
            if seat := next(waited, None):
                lists.setdefault(seat, []).append(placement.applicant)
    found: dict[int, Waiting] = {}
    for seat, applicants in lists.items():
        standing = {applicant: place for place, applicant in enumerate(matching.seats[seat].waitlist)}
        ordered = sorted((one for one in applicants if one in standing), key=standing.__getitem__)
        found |= {applicant: Waiting(seat, position) for position, applicant in enumerate(ordered[:longest], 1)}
    return found
