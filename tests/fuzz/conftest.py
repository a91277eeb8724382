"""One seed and one amount of time for each fuzz test: FUZZ_SEED repeats a run, FUZZ_SECONDS makes it longer."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random, SystemRandom

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.fuzz)


@dataclass
class Run:
    """What a fuzz test draws from, how long it may go on, and how often it tried."""

    seed: int
    seconds: float
    tries: int = 0
    random: Random = field(init=False)

    def __post_init__(self):
        self.random = Random(self.seed)

    def __iter__(self):
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            self.tries += 1
            yield self.tries


@pytest.fixture
def run(request, capsys):
    seed = int(os.environ.get("FUZZ_SEED") or SystemRandom().randrange(2**32))
    share = request.node.get_closest_marker("share")
    run = Run(seed, float(os.environ.get("FUZZ_SECONDS", "60")) * (share.args[0] if share else 1))
    yield run
    with capsys.disabled():
        print(f"\n{request.node.name}: {run.tries:,} tries, FUZZ_SEED={seed}")  # noqa: T201
