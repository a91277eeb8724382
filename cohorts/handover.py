"""When the mentors of a project change: what waits for whoever follows, and what changes with them.

Duties hang on the project and its current mentors, not on a person, so they pass on by themselves. An app says here
(in its ``handover.py``, found by itself) what there is, to be shown before and told to whoever follows; and what has
to be worked out anew:

    @open_duties
    def answers(project, person, now):
        yield ngettext("%d question waits for an answer", …)

    @follow
    def absences(project, now): ...
"""

from collections.abc import Callable, Iterable

_DUTIES: list[Callable] = []
_FOLLOWERS: list[Callable] = []


def open_duties(function):
    """Register ``function(project, person, now) -> Iterable[str]``, in a constant number of queries.

    ``person`` is the mentor who may leave; what only they have done half is theirs to finish until then.
    """
    _DUTIES.append(function)
    return function


def follow(function):
    """Register ``function(project, now)``: runs inside the transaction of the change; the project is locked."""
    _FOLLOWERS.append(function)
    return function


def of(project, person, now) -> list[str]:
    """Everything of all apps that waits for the mentors of a project, in words."""
    made: Iterable[Iterable[str]] = (build(project, person, now) for build in _DUTIES)
    return [str(words) for some in made for words in some]


def run_followers(project, now) -> None:
    """Somebody has begun or stopped to mentor the project."""
    for function in _FOLLOWERS:
        function(project, now)
