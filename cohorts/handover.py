"""When the mentors of a project change: what waits for whoever follows, and what changes with them.

What waits hangs on the project and its current mentors, not on a person, so it passes on by itself. An app says in its
``todo`` what there is, to be shown before and told to whoever follows; and in its ``effects.py`` what has to be worked
out anew:

    @passes_on
    def answers(project, person, now):
        yield Todo(f"unanswered/{asked.pk}", …)

    @follow
    def absences(project, now): ...
"""

from amp_portal.hooks import Hook

# function(project, person, now) -> Iterable[Todo], in a constant number of queries; ``person`` is the mentor who may
# leave: what only they have done half is theirs to finish until then.
passes_on = Hook()
follow = Hook()  # function(project, now): inside the transaction of the change; the project is locked


def of(project, person, now) -> list[str]:
    """Everything of all apps that waits for the mentors of a project, in words."""
    return [todo.what for todo in passes_on.gather(project, person, now)]
