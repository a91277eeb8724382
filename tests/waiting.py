"""What waits for somebody, as their home page has it."""

from amp_portal import home
from amp_portal.todo import Reader


def waiting_for(person, now, *kinds):
    """Their Todos in order; only those of these kinds (what their keys begin with), if any are named."""
    found = home.next_steps(Reader(person, now))
    return [todo for todo in found if not kinds or todo.key.partition("/")[0] in kinds]
