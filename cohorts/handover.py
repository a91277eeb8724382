"""When the mentors of a project change: what waits for whoever follows, and what changes with them.

Duties hang on the project and its current mentors, not on a person, so they pass on by themselves. An app says here
(in its ``effects.py``) what there is, to be shown before and told to whoever follows; and what has
to be worked out anew:

    @open_duties
    def answers(project, person, now):
        yield ngettext("%d question waits for an answer", …)

    @follow
    def absences(project, now): ...
"""

from amp_portal.hooks import Hook

# function(project, person, now) -> Iterable[str], in a constant number of queries; ``person`` is the mentor who may
# leave: what only they have done half is theirs to finish until then.
open_duties = Hook()
follow = Hook()  # function(project, now): inside the transaction of the change; the project is locked


def of(project, person, now) -> list[str]:
    """Everything of all apps that waits for the mentors of a project, in words."""
    return [str(words) for words in open_duties.gather(project, person, now)]
