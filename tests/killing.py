"""A background job in a real process, ended by SIGKILL."""

import time

from tests.outbox.processes import manage

PATIENCE = 60  # seconds


def killed_midway(job, done, *, at, env):
    """Run a tick and kill it once the job has done that many. Returns how many it has."""
    process = manage("tick", "--at", at.isoformat(), env=env)
    until = time.monotonic() + PATIENCE
    try:
        while process.poll() is None and time.monotonic() < until and _done(job) < done:
            time.sleep(0.005)
    finally:
        process.kill()  # SIGKILL: nothing is tidied up
        process.communicate()
    return _done(job)


def _done(job):
    job.refresh_from_db(fields=["done"])
    return job.done
