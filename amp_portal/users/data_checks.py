"""What must agree about people and their accounts."""

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from amp_portal.data_checks import Disagreement, checks

from .models import User


@checks
def accounts_have_one_address():
    """An account signs in with its primary address, and its person's messages go there. One query."""
    other = EmailAddress.objects.filter(user=OuterRef("pk"), primary=True).exclude(email__iexact=OuterRef("email"))
    differing = User.objects.filter(~Q(person__email__iexact=F("email")) | Exists(other))
    for pk in differing.order_by("pk").values_list("pk", flat=True):
        yield Disagreement(
            key=f"address/{pk}",
            words=_("Account %(pk)d signs in with another address than its person's or its primary one.") % {"pk": pk},
            mend=_("Ask the person which one is theirs, and make it the primary address again."),
        )
