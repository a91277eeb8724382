class Refusal(Exception):
    """A verb that can't be done now, with a reason a person can read. When it is raised, nothing has changed.

    ``str(refusal)`` is shown to the person who tried.
    """


class IllegalTransition(Refusal):
    """The thing is no longer (or not yet) in a state that allows this; usually a stale page or a double click."""

    def __init__(self, thing, target):
        self.thing = thing
        self.target = target
        super().__init__(thing.explain_illegal(target))
