"""Letters of every kind, to people; ``facts`` are what the test wants said."""

from amp_portal.outbox.letters import SLACK, Draft, letter
from amp_portal.outbox.models import Message
from amp_portal.users.models import Person

EMAIL_ONLY = (Message.Channel.EMAIL,)


def _draft(key, to, **fields):
    known = {name: fields.pop(name) for name in ("scope", "zone", "hours", "send_after", "address") if name in fields}
    return Draft(key=key, to=to, about=fields.pop("about", None), facts=fields, **known)


def _nobody_answered(message, now):
    """Still due until the person it is about has a name: the tests' way to say "answered"."""
    return message.about is None or not Person.objects.filter(pk=message.about.pk, name="Answered").exists()


@letter("office/plain")
def plain(key, to, **fields):
    return _draft(key, to, **fields)


@letter("office/plain_mail", channels=EMAIL_ONLY)
def mail(key, to, **fields):
    return _draft(key, to, **fields)


@letter("office/nudge", daytime=True, channels=EMAIL_ONLY, still_due=_nobody_answered)
def nudge(key, to, **fields):
    return _draft(key, to, **fields)


@letter("office/note", daytime=True, channels=(Message.Channel.IN_APP,))
def note(key, to, **fields):
    return _draft(key, to, **fields)


@letter("office/secret", private=True)
def secret(key, to, **fields):
    return _draft(key, to, **fields)


@letter("office/broken", channels=EMAIL_ONLY)
def broken(key, to, **fields):
    return _draft(key, to, **fields)


@letter("office/timed", channels=EMAIL_ONLY)
def timed(key, to, **fields):
    return _draft(key, to, **fields)


@letter("office/chat", kind="thread")
def chat(key, to, **fields):
    return _draft(key, to, **fields)


@letter("office/news", kind="news", daytime=True)
def news(key, to, **fields):
    return _draft(key, to, **fields)


@letter("office/task", kind="organizing")
def task(key, to, **fields):
    return _draft(key, to, **fields)


@letter("office/post", channels=SLACK)
def post(key, **fields):
    return _draft(key, None, **fields)
