"""What else happens when an offer is accepted. Higher apps register here; this app knows nothing about them.

    @on_accepted
    def begin(application, offer, now): ...

Each function runs inside the transaction of the acceptance, after the place is given (person, cohort, project and
application are locked). A Refusal raised by one undoes the whole acceptance.
"""

from collections.abc import Callable

_HOOKS: list[Callable] = []


def on_accepted(function):
    """Register ``function(application, offer, now)``. Import it from the app's ``apps.ready`` or ``tasks.py``."""
    _HOOKS.append(function)
    return function


def run_hooks(application, offer, now):
    for hook in _HOOKS:
        hook(application, offer, now)
