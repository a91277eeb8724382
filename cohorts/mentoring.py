"""What follows when the mentors of a project change. Higher apps register; this app knows nothing about them.

    @on_mentors_changed
    def follow(project, now): ...

Each function runs inside the transaction of the change; the project is locked.
"""

from collections.abc import Callable

_HOOKS: list[Callable] = []


def on_mentors_changed(function):
    """Register ``function(project, now)``. Import it from the app's ``apps.ready``."""
    _HOOKS.append(function)
    return function


def run_hooks(project, now):
    for hook in _HOOKS:
        hook(project, now)
