"""E-mails about a lost second factor, to every address of the account: whoever owns it hears, wherever they read."""

from amp_portal.outbox.letters import Draft, letter, queue_all


def _waits(message, now):
    return message.about is not None and message.about.is_waiting


@letter("second_factor/mail/reset_asked", kind="account", private=True, still_due=_waits)
def reset_asked_one(reset, number, address):
    """Private: it carries the link that cancels."""
    return _draft("asked", reset, number, address)


@letter("second_factor/mail/reset_canceled", kind="account", private=True)
def reset_canceled_one(reset, number, address):
    return _draft("canceled", reset, number, address)


@letter("second_factor/mail/reset_applied", kind="account", private=True)
def reset_applied_one(reset, number, address):
    return _draft("applied", reset, number, address)


@letter("second_factor/mail/reset_stopped", kind="account")
def reset_stopped(reset):
    """To the superuser who asked for it."""
    return Draft(key=f"second-factor-reset/{reset.pk}/stopped", to=reset.asked_by, about=reset)


def reset_asked(reset, now):
    _to_each_address(reset_asked_one, reset, now)


def reset_canceled(reset, now):
    _to_each_address(reset_canceled_one, reset, now)
    if reset.asked_by:
        reset_stopped(reset).queue(now)


def reset_applied(reset, now):
    _to_each_address(reset_applied_one, reset, now)


def _to_each_address(build, reset, now):
    queue_all([build(reset, number, address) for number, address in enumerate(reset.addresses())], now)


def _draft(what, reset, number, address):
    return Draft(key=f"second-factor-reset/{reset.pk}/{what}/{number}", to=None, address=address, about=reset)
