"""Periodic work: functions of ``now`` and the database. ``manage.py tick`` and the beat run them all.

A sweep records what is due (rows, with unique keys) in sets; running it twice, late, or in two places changes nothing.
"""

from collections.abc import Callable
from datetime import datetime

import structlog

log = structlog.get_logger()

_SWEEPS: dict[str, Callable[[datetime], dict]] = {}


def sweep(name: str):
    """Register ``function(now) -> dict`` of what it recorded (counts, JSON-able). The app's ``tasks.py`` imports it."""

    def register(function):
        _SWEEPS[name] = function
        return function

    return register


def run_all(now: datetime) -> dict:
    """Run every sweep once, in order of name. Returns ``{name: what it did}``, or ``{name: {"error": why}}``."""
    return {name: _run(name, now) for name in sorted(_SWEEPS)}


def failures(report: dict) -> list[str]:
    """The names of those that failed, of what ``run_all`` returned."""
    return [name for name, did in report.items() if "error" in did]


def _run(name, now):
    try:
        return _SWEEPS[name](now)
    except Exception as error:  # one broken sweep must not stop the others, nor delivery
        log.exception("sweep failed", sweep=name)
        return {"error": f"{type(error).__name__}: {error}"}
