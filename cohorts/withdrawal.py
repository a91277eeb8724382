"""What else happens when a published project is withdrawn.

    @on_withdrawn
    def tell_applicants(project, move, now): ...

Higher apps say so in their ``effects.py``. Each function runs inside the transaction of the withdrawal, the project
locked. A Refusal raised by one undoes it all.
"""

from amp_portal.hooks import Hook

on_withdrawn = Hook()  # function(project, move, now); ``move`` is the project's last one
