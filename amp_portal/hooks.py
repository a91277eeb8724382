"""How an app adds to what the platform, or an app below it, shows or does: the one way, see docs/architecture.md.

Whoever asks declares a hook; an app above it fills it in a module named in ``MODULES``, which is loaded at start:

    happening = Hook()  # in mentorship/timeline.py: function(mentorship, seat) -> Iterable[Happening]

    @happening  # in evaluations/timeline.py
    def results(mentorship, seat): ...

    happening.gather(mentorship, seat)
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.module_loading import autodiscover_modules

MODULES = (
    *("notices", "tasks", "todo", "home", "attention"),
    *("pages", "calls", "timeline", "effects", "scopes", "voices", "joins", "data_checks"),
)


class Hook:
    """Functions of several apps that answer one question or do their part, in the order in which they were added."""

    def __init__(self) -> None:
        self._functions: list[Callable] = []

    def __call__(self, function: Callable) -> Callable:
        """Add a function; the hook is its decorator."""
        self._functions.append(function)
        return function

    def __iter__(self) -> Iterator[Callable]:
        return iter(self._functions)

    def gather(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Everything that all of them yield."""
        return [made for function in self._functions for made in function(*args, **kwargs)]

    def run(self, *args: Any, **kwargs: Any) -> None:
        """Call each of them for what it does."""
        for function in self._functions:
            function(*args, **kwargs)


def load() -> None:
    """Import the modules of all apps that fill hooks."""
    autodiscover_modules(*MODULES)
