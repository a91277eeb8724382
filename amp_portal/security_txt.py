"""Whom to tell of a weakness, for people and programs that look for it (RFC 9116): ``/.well-known/security.txt``."""

from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

GOOD_FOR = timedelta(days=90)  # whoever kept it asks again then; the RFC wants less than a year


def contacts(entries: list[str]) -> list[str]:
    """Read SECURITY_CONTACT: each as a link, email addresses too. Raises ImproperlyConfigured, in words."""
    return [_contact(entry.strip()) for entry in entries if entry.strip()]


def _contact(entry):
    parts = urlsplit(entry)
    if parts.scheme == "https" and parts.netloc and not any(map(str.isspace, entry)):
        return entry
    try:
        validate_email(entry.removeprefix("mailto:"))
    except ValidationError as error:
        raise ImproperlyConfigured(
            f"SECURITY_CONTACT holds email addresses or addresses that start with https://, separated by commas, "
            f"not “{entry}”."
        ) from error
    return f"mailto:{entry.removeprefix('mailto:')}"


def text(address: str, now: datetime) -> str:
    """The file; ``address``: where it is."""
    until = datetime.combine(now.date() + GOOD_FOR, time(), now.tzinfo)
    lines = [
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACT),
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {settings.LANGUAGE_CODE}",
        f"Canonical: {address}",
    ]
    return "".join(f"{line}\n" for line in lines)
