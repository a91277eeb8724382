from uuid import uuid4

from .letters import Draft, letter


@letter("outbox/mail/account", kind="account", private=True, channels=("email",))
def account_mail(address, *, subject, text):
    """Account mail to an address, perhaps nobody's yet. Private: neither text nor facts are kept once it is sent."""
    return Draft(key=f"account/{uuid4().hex}", to=None, address=address, facts={"subject": subject, "text": text})
