"""The algorithm (Gale and Shapley, 1962; with capacities). Knows nothing about what-ifs or reasons."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import heappush, heappushpop

from .instance import Seat


def deferred_acceptance(
    choices: Mapping[int, Sequence[Seat]], places: Mapping[Seat, int], standings: Mapping[int, Mapping[int, int]]
) -> dict[int, Seat]:
    """The applicant-optimal stable assignment: a seat for each applicant who gets one.

    ``choices`` by applicant, best first. ``standings`` by project and applicant, 0 for the best, no two alike;
    whoever has none is not acceptable. Each choice is asked for once at most: O(choices · log of the largest seat).
    The order in which applicants ask makes no difference to the outcome.
    """
    held: dict[Seat, list[tuple[int, int]]] = defaultdict(list)  # heaps: (minus standing, applicant), the worst on top
    still_to_ask = {applicant: iter(wishes) for applicant, wishes in choices.items()}
    without_a_place = list(choices)
    while without_a_place:
        applicant = without_a_place.pop()
        for seat in still_to_ask[applicant]:
            standing = standings[seat.project].get(applicant)
            if standing is None or not places.get(seat):
                continue
            if len(held[seat]) < places[seat]:
                heappush(held[seat], (-standing, applicant))
                break
            _standing, turned_away = heappushpop(held[seat], (-standing, applicant))
            if turned_away != applicant:
                without_a_place.append(turned_away)
                break
    return {applicant: seat for seat, holders in held.items() for _standing, applicant in holders}
