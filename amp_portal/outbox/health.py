"""Is everything there that the portal needs? For load balancers and watchdogs: short answers, no secrets, no waits.

Without its database a process can serve nobody. Without the broker, or with letters that are late, it serves everybody
and sends later; a load balancer that took it away would make an outage of that, so it only says so.
"""

from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min

from .models import Message

PATIENCE = 2  # seconds
NEEDED_TO_SERVE = ("database", "migrations")
LATE = timedelta(minutes=30)  # after that a letter that should have gone says: no worker, or no mail server


def checks(now: datetime) -> dict[str, dict]:
    """``{name: {"ok": bool, …}}`` for the database, the migrations, the broker and the oldest letter not sent."""
    return {
        "database": _ask(_database),
        "migrations": _ask(_migrations),
        "broker": _ask(_broker),
        "outbox": _ask(_outbox, now),
    }


def report(now: datetime) -> dict:
    """``ready``: it can serve pages. ``well``: nothing is amiss either. And each check."""
    made = checks(now)
    return {
        "ready": all(made[name]["ok"] for name in NEEDED_TO_SERVE),
        "well": all(check["ok"] for check in made.values()),
        "checks": made,
    }


def _ask(check, *args):
    try:
        return check(*args)
    except Exception as error:  # whatever a driver raises means: not ready; its text may hold a password
        return {"ok": False, "error": type(error).__name__}


def _query(queryset_or_sql):
    """Run something in the database that answers within the time-out."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET LOCAL statement_timeout = {PATIENCE * 1000}")
        return queryset_or_sql()


def _database():
    _query(lambda: Message.objects.exists())
    return {"ok": True}


def _migrations():
    executor = MigrationExecutor(connection)
    missing = [str(migration) for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    return {"ok": not missing, "missing": missing}


def _broker():
    if settings.REDIS_URL:
        client = redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
        with client:
            client.ping()
    return {"ok": True, "kind": "redis" if settings.REDIS_URL else "memory"}


def _outbox(now):
    """Letters that wait for their reader's day are not late; one that keeps only its day may be late the day after."""
    waiting = Message.objects.waiting(now).at_once().exclude(only_day=True, send_after__gt=now - timedelta(days=1))
    oldest = _query(lambda: waiting.aggregate(oldest=Min("send_after"))["oldest"])
    age = now - oldest if oldest else timedelta(0)
    return {"ok": age <= LATE, "oldest_due_seconds": int(age.total_seconds())}
