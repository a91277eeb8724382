"""Whose an e-mail address is. What somebody merely claims finds nobody, and keeps nobody out."""

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from amp_portal import idn

from .models import User


def account_with(address):
    """The account that has proved this address; else the one made with it, which has not yet; else None."""
    address = idn.one_form(address).lower()
    proved = Exists(EmailAddress.objects.filter(user=OuterRef("pk"), email=address, verified=True))
    accounts = User.objects.annotate(proved=proved, lower=Lower("email"))
    return accounts.filter(Q(proved=True) | Q(lower=address)).order_by("-proved").first()


def give_way(proved):
    """Claims of others to these addresses end, now that somebody is about to have them with a proof."""
    claims = EmailAddress.objects.filter(email__in=[address.lower() for address in proved], verified=False)
    for claim in claims.select_related("user"):
        if claim.email != claim.user.email.lower():
            claim.delete()


def is_nobodys_yet(user):
    """An account whose owner has not proved any address: nobody has signed in to it."""
    return not EmailAddress.objects.filter(user=user, verified=True).exists()
