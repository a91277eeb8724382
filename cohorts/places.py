"""What else happens when a project's places change: one is free again, or there are more or fewer of them.

    @on_change
    def ask_who_waits(project, now, *, may_be_fewer): ...

Higher apps register here, in their ``effects.py``; this app knows nothing of them. Each function runs inside the
transaction of the change, the project locked. A Refusal raised by one undoes it all.
"""

from collections.abc import Callable

_HOOKS: list[Callable] = []


def on_change(function):
    """Register ``function(project, now, *, may_be_fewer)``."""
    _HOOKS.append(function)
    return function


def changed(project, now, *, may_be_fewer=False):
    """Say so to all of them."""
    for hook in _HOOKS:
        hook(project, now, may_be_fewer=may_be_fewer)
