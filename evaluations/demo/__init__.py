"""An invented community for looking around: a finished cohort and one in mid-flight, one in which results are near,
and one that takes applications.

Everything comes about through the real verbs, at instants relative to ``now``. The same seed gives the same people.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal
from amp_portal.users.models import Person
from cohorts.models import Cohort

from .people import DOMAIN, Cast, Login
from .selecting import choosing
from .stories import finished, running, upcoming

__all__ = ["Login", "fill", "is_filled"]


def is_filled():
    """The demo is there already, whoever has come since."""
    return Person.objects.filter(email__endswith=DOMAIN).exists()


@transaction.atomic
def fill(*, now, seed) -> list[Login]:
    """Fill an empty database; all or nothing. Raises Refusal where anybody or any cohort is there already."""
    if Person.objects.exists() or Cohort.objects.exists():
        raise Refusal(_("There are people or cohorts in this database, and the demo never mixes with real ones."))
    cast = Cast(seed, now - timedelta(days=600))
    admin = cast.join("superuser: everything, and the admin")
    admin.user.is_superuser = True
    admin.user.save(update_fields=["is_superuser"])
    lead = cast.join("lead organizer of all cohorts")
    graduate = finished(cast, lead, now)
    running(cast, lead, now, alumna=graduate)
    choosing(cast, lead, now)
    upcoming(cast, lead, now)
    cast.join("somebody new: nothing yet, may apply")
    return cast.logins
