from uuid import uuid4

from amp_portal.users.models import AccountChange

from .letters import Draft, letter


@letter("outbox/mail/account", kind="account", private=True, channels=("email",))
def account_mail(address, *, subject, text):
    """Account mail to an address, perhaps nobody's yet. Private: neither text nor facts are kept once it is sent."""
    return Draft(key=f"account/{uuid4().hex}", to=None, address=address, facts={"subject": subject, "text": text})


def _link_to_object(message):
    from .objecting import link  # it sends the other letter

    change = message.about
    return {
        "change": change,
        "until": change.made_at + AccountChange.OBJECT_WITHIN,
        "link": link(change, message.facts["number"]) if change.settled_at is None else "",
    }


@letter("outbox/mail/account_changed", kind="account", private=True, context=_link_to_object)
def account_changed(change, number):
    """To an address that an account has or had within a week; ``number`` is its place in ``change.told``."""
    return Draft(
        key=f"account-changed/{change.pk}/{number}",
        to=None,
        address=change.told[number],
        about=change,
        facts={"number": number},
    )


@letter("outbox/mail/objected", kind="account")
def objected(objection, superuser):
    return Draft(key=f"objected/{objection.pk}/{superuser.pk}", to=superuser, about=objection)
