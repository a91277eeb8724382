"""What is open on a project and passes on when one of its mentors is replaced.

Duties hang on the project and its current mentors, not on a person, so they pass on by themselves. An app says here
(in its ``handover.py``, found by itself) what there is, to be shown before and told to whoever follows:

    @open_duties
    def answers(project, person, now):
        yield ngettext("%d question waits for an answer", …)
"""

from collections.abc import Callable, Iterable

_DUTIES: list[Callable] = []


def open_duties(function):
    """Register ``function(project, person, now) -> Iterable[str]``, in a constant number of queries.

    ``person`` is the mentor who may leave; what only they have done half is theirs to finish until then.
    """
    _DUTIES.append(function)
    return function


def of(project, person, now) -> list[str]:
    """Everything of all apps that waits for the mentors of a project, in words."""
    made: Iterable[Iterable[str]] = (build(project, person, now) for build in _DUTIES)
    return [str(words) for some in made for words in some]
