from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.todo import Todo, has_any, todos

from .models import SecondFactorReset


def _waiting(reader):
    return SecondFactorReset.objects.waiting().filter(user__person=reader.person)


@has_any
def resets(reader):
    yield "second_factor_reset", _waiting(reader)


@todos
def reset_waits(reader):
    """Somebody asked for the reader's second factor to be reset: they can stop it."""
    if reader.has("second_factor_reset"):
        for reset in _waiting(reader):
            yield Todo(
                f"second-factor-reset/{reset.pk}",
                _("Your second factor will be reset"),
                reverse("second_factor:cancel", args=[reset.token]),
                text=_("If you still have it, or didn’t ask for this, cancel the reset now."),
                due=reset.due_at,
                when=_("Takes effect"),
                action=_("Cancel the reset"),
                urgency="late",
            )
