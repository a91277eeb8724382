from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.home import Step, section

from .models import SecondFactorReset


@section
def reset_waits(person, now):
    """Somebody asked for the reader's second factor to be reset: they can stop it. One query."""
    for reset in SecondFactorReset.objects.waiting().filter(user__person=person):
        yield Step(
            _("Your second factor will be reset"),
            reverse("second_factor:cancel", args=[reset.token]),
            text=_("If you still have it, or didn’t ask for this, cancel the reset now."),
            due=reset.due_at,
            when=_("Takes effect"),
            action=_("Cancel the reset"),
            urgency="late",
        )
