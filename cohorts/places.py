"""What else happens when a project's places change: one is free again, or there are more or fewer of them.

    @on_change
    def ask_who_waits(project, now, *, may_be_fewer): ...

Higher apps say so in their ``effects.py``. Each function runs inside the
transaction of the change, the project locked. A Refusal raised by one undoes it all.
"""

from amp_portal.hooks import Hook

on_change = Hook()  # function(project, now, *, may_be_fewer)


def changed(project, now, *, may_be_fewer=False):
    """Say so to all of them."""
    on_change.run(project, now, may_be_fewer=may_be_fewer)
