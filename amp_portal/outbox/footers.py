"""What stands under an e-mail: why its reader gets it, and whom to write to. Each app says it of its own scopes.

Platform code never imports an app; an app registers a function from its ``scopes.py``, which is loaded at start.
"""

from collections.abc import Callable, Iterable, Sequence

from .models import Message

_FOOTERS: list[Callable[[Message], Iterable[str]]] = []


def footer(function):
    """Register ``function(message) -> Iterable[str]``: lines of plain text, none for scopes of others."""
    _FOOTERS.append(function)
    return function


def lines(messages: Sequence[Message]) -> list[str]:
    """The lines under an e-mail of these letters, each line once."""
    one_of_each_scope = {message.scope: message for message in reversed(messages)}.values()
    found = (line for message in one_of_each_scope for build in _FOOTERS for line in build(message))
    return list(dict.fromkeys(found))
