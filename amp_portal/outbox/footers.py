"""What stands under an e-mail: why its reader gets it, and whom to write to. Each app says it of its own scopes.

An app says so in its ``scopes.py``.
"""

from collections.abc import Sequence

from amp_portal.hooks import Hook

from .models import Message

footer = Hook()  # function(message) -> Iterable[str]: lines of plain text, none for scopes of others


def lines(messages: Sequence[Message]) -> list[str]:
    """The lines under an e-mail of these letters, each line once."""
    one_of_each_scope = {message.scope: message for message in reversed(messages)}.values()
    found = (line for message in one_of_each_scope for line in footer.gather(message))
    return list(dict.fromkeys(found))
