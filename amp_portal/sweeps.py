"""Periodic work: functions of ``now`` and the database. ``manage.py tick`` and the beat run them all.

A sweep records what is due (rows, with unique keys) in sets; running it twice, late, or in two places changes nothing.
"""

from collections.abc import Callable
from datetime import datetime

_SWEEPS: dict[str, Callable[[datetime], dict]] = {}


def sweep(name: str):
    """Register ``function(now) -> dict`` of what it recorded (counts, JSON-able) under ``name``; import it from the app's ``tasks.py``."""

    def register(function):
        _SWEEPS[name] = function
        return function

    return register


def run_all(now: datetime) -> dict:
    """Run every sweep once, in order of name. Returns ``{name: what it did}``."""
    return {name: _SWEEPS[name](now) for name in sorted(_SWEEPS)}
