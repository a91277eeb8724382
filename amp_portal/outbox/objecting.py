"""The link by which whoever has, or had, an address of an account objects to a change of it, without signing in.

It is signed, names one change and one address, works for a week, and can do this one thing.
"""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from amp_portal.users.models import AccountChange, User

from . import notices
from .letters import queue_all

SALT = "outbox.objecting"


def link(change, number):
    """For the address at this place of ``change.told``."""
    return settings.SITE_URL + reverse("outbox:object", args=[signing.dumps([change.pk, number], salt=SALT)])


def read(token):
    """Returns (change, address), or None for a link that is not one of ours or leads to nothing any more."""
    try:
        pk, number = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    change = AccountChange.objects.select_related("user").filter(pk=pk).first()
    return (change, change.told[number]) if change else None


@transaction.atomic
def object_to(change, address, *, now):
    """Freeze the account and ask every superuser to look into it. Raises Refusal where it is too late."""
    objection = change.object(address, now=now)
    if objection:
        superusers = User.objects.filter(is_superuser=True, is_active=True).select_related("person").order_by("pk")
        queue_all([notices.objected(objection, superuser.person) for superuser in superusers], now)
