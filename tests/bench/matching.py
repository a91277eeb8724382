"""What a matching of a large program's size costs, in sortings of as many choices: ``python -m tests.bench.matching``.

The sorting is of (project, rank, lot, applicant) rows, the least that any matching needs.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from random import Random

from applications.matching import SPONSORED, Applicant, Instance, Project, match

APPLICANTS_BY_CHOICES = {1: 10_000, 2: 4_000, 3: 2_000}  # 24,000 choices of 16,000 applicants
PROJECTS, EXTRA_SLOTS = 1_000, 300  # one slot each and 300 more: 1,300


def large_instance(scale: int = 1, *, contested: bool = False) -> Instance:
    """The same instance every time. Some projects are far more popular than others.

    ``contested``: those with two or three choices agree on what is best, and projects rank whoever asks first last,
    so that places change hands again and again.
    """
    random = Random(20270615)
    projects = range(1, PROJECTS * scale + 1)
    slots = dict.fromkeys(projects, 1)
    for project in random.choices(projects, k=EXTRA_SLOTS * scale):
        slots[project] += 1
    applicants = []
    ranks: dict[int, dict[int, float]] = {project: {} for project in projects}
    for length, count in APPLICANTS_BY_CHOICES.items():
        for _ in range(count * scale):
            chosen: dict[int, None] = {}
            while len(chosen) < length:
                chosen[int(len(projects) * random.random() ** 2) + 1] = None
            wishes = sorted(chosen) if contested else list(chosen)
            applicants.append(Applicant.on_track(len(applicants) + 1, SPONSORED, wishes))
            for project in wishes:
                ranks[project][len(applicants)] = len(applicants) if contested else random.randint(1, 20)
    return Instance(
        tuple(applicants),
        tuple(Project(project, {SPONSORED: slots[project]}, ranks[project]) for project in projects),
        lottery="amp-2027",
    )


def seconds(run: Callable[[], object], times: int = 5) -> float:
    """The fastest of some runs."""
    took = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        took.append(time.perf_counter() - started)
    return min(took)


def rows(instance: Instance) -> list[tuple[int, float, str, int]]:
    """What is sorted for comparison."""
    random = Random(1)
    return [
        (seat.project, random.random(), str(random.random()), applicant.id)
        for applicant in instance.applicants
        for seat in applicant.choices
    ]


def main() -> None:
    for name, scale, contested in (("usual", 1, False), ("contested", 1, True), ("usual, 4 times the size", 4, False)):
        instance = large_instance(scale, contested=contested)
        to_sort = rows(instance)
        sorting = seconds(partial(sorted, to_sort))
        matching = seconds(partial(match, instance))
        sys.stdout.write(
            f"{name}: {len(to_sort):,} choices of {len(instance.applicants):,} applicants matched and explained in "
            f"{matching:.2f} s, {matching / sorting:.0f} times sorting as many rows\n"
        )


if __name__ == "__main__":
    main()
