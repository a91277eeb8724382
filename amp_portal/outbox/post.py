"""The connection to the mail server: what may go out, and what an error means."""

import smtplib
from contextlib import suppress

from django.conf import settings
from django.core import mail
from django.db import InterfaceError, OperationalError

from amp_portal import idn

HARMLESS = {
    "amp_portal.outbox.mail_files.EmailBackend",
    *(f"django.core.mail.backends.{name}.EmailBackend" for name in ("console", "dummy", "filebased", "locmem")),
}


class Unreachable(Exception):
    """The mail server could not be reached, or did not let us in."""


def is_real() -> bool:
    """True where letters leave this machine."""
    return settings.EMAIL_BACKEND not in HARMLESS


def may_go_to(address: str) -> bool:
    """Outside production real mail goes only to MAIL_ALLOWLIST: addresses, or domains written @example.org."""
    if settings.PRODUCTION or not is_real():
        return True
    address = idn.one_form(address).lower()
    allowed = {idn.one_form(entry).lower() for entry in settings.MAIL_ALLOWLIST}
    return address in allowed or "@" + address.rpartition("@")[2] in allowed


def is_permanent(error: Exception) -> bool:
    """True where trying again later can't help: the server refused for good (5xx), or the letter itself is faulty."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return all(code >= 500 for code, _reason in error.recipients.values())
        case smtplib.SMTPResponseException():
            return error.smtp_code >= 500
        case smtplib.SMTPNotSupportedError() | ValueError():
            return True
    return False


def may_have_arrived(error: Exception) -> bool:
    """True where the connection broke in the middle: the server may have taken the letter, and not told us."""
    return not isinstance(error, Unreachable | smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused)


def is_passing(error: Exception) -> bool:
    """True for an error of the database while a letter was rendered: no fault of the letter."""
    return isinstance(error, OperationalError | InterfaceError)


class Post:
    """One connection for a batch of letters: opened for the first, opened again after an error."""

    def __init__(self):
        self._connection = mail.get_connection()
        self._down = ""

    def send(self, email):
        """Send, or raise what the server answered; or Unreachable, from then on without trying again."""
        if self._down:
            raise Unreachable(self._down)
        try:
            self._connection.open()
        except Exception as error:  # refused, timed out, no such host, bad certificate, wrong password
            self._down = f"{type(error).__name__}: {error}"
            raise Unreachable(self._down) from error
        try:
            self._connection.send_messages([email])
        except Exception:
            self.close()
            raise

    def close(self):
        with suppress(OSError):  # what it says while closing changes nothing any more
            self._connection.close()
