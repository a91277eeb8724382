"""What must agree about the maintainers list."""

from django.db.models import F
from django.utils.translation import gettext as _

from amp_portal.data_checks import Disagreement, checks

from .models import Maintainer


@checks
def maintainers_are_who_they_are():
    """A maintainer's GitHub id is that of their person: the rule about maintainers goes by it. One query."""
    named = Maintainer.objects.filter(github_id__isnull=False, person__github_id__isnull=False)
    differing = named.exclude(github_id=F("person__github_id")).order_by("pk")
    for pk, login in differing.values_list("pk", "github_login"):
        yield Disagreement(
            key=f"maintainer/{pk}",
            words=_("The maintainers list has @%(login)s with another GitHub id than their person.") % {"login": login},
            mend=_("Compare both with GitHub, and read the list again (sync_roster)."),
        )
