"""For the portal whose processes are killed: that of the outbox's tests, with a shorter breath.

The relations are those of production: a tick is shorter than a lease, the first pause too.
"""

import os
from datetime import timedelta

from tests.outbox.settings import *  # noqa: F403

LEASE = float(os.environ.get("FAULTS_LEASE", "10"))  # seconds; 300 in production
OUTBOX_LEASE = timedelta(seconds=LEASE)
OUTBOX_FIRST_PAUSE = timedelta(seconds=LEASE / 5)
CELERY_BEAT_SCHEDULE = {"tick": {"task": "amp_portal.outbox.tasks.tick", "schedule": LEASE / 5}}
CELERY_BEAT_MAX_LOOP_INTERVAL = 1
CELERY_REDBEAT_LOCK_TIMEOUT = 5
EMAIL_TIMEOUT = 2
