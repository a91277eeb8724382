"""Four workers and two schedules killed at random for a minute while 2,000 letters go out to a mail server that drops
connections; then Redis is away for a while, then the database dies. Prints what came of it:

    python -m tests.bench.faults [LETTERS SECONDS]
"""

import sys

from tests.faults.run import run

PLAN = {"pauses": (1, 2.5), "applicants": 10, "over_restart": 500, "delay": 0.08, "patience": 600}

if __name__ == "__main__":
    letters, seconds = map(int, sys.argv[1:] or ("2000", "60"))
    print(run(letters=letters, seconds=seconds, **PLAN))
