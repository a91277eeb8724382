"""What else happens when a published project is withdrawn. Higher apps register here; this app knows nothing of them.

    @on_withdrawn
    def tell_applicants(project, move, now): ...

Each function runs inside the transaction of the withdrawal, the project locked. A Refusal raised by one undoes it all.
"""

from collections.abc import Callable

_HOOKS: list[Callable] = []


def on_withdrawn(function):
    """Register ``function(project, move, now)``, in an app's ``effects.py``; ``move`` is the project's last one."""
    _HOOKS.append(function)
    return function


def run_hooks(project, now):
    move = project.moves.latest("pk")
    for hook in _HOOKS:
        hook(project, move, now)
