"""Whose letters may somebody see? Each app says which scopes (``Message.scope``, e.g. "cohort/3") a user looks after.

Platform code never imports an app; an app registers a function from its ``scopes.py``, which is loaded at start.
"""

from collections.abc import Callable, Iterable

_SCOPES: list[Callable] = []


def register(function):
    """Register ``function(user) -> Iterable[str]``: the scopes this user organizes now, in one query."""
    _SCOPES.append(function)
    return function


def organized_by(user) -> set[str]:
    """All scopes of all apps. Superusers are not asked: they see everything that is not private."""
    scopes: Iterable[Iterable[str]] = (function(user) for function in _SCOPES)
    return {scope for some in scopes for scope in some}
