"""What else happens when an offer is accepted.

    @on_accepted
    def begin(application, offer, now): ...

Higher apps say so in their ``effects.py``. Each function runs inside the transaction of the acceptance, after the place
is given (person, cohort, project and application are locked). A Refusal raised by one undoes the whole acceptance.
"""

from amp_portal.hooks import Hook

on_accepted = Hook()  # function(application, offer, now)
