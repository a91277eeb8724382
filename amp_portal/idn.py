"""E-mail addresses as they are stored and compared: münchen.example and its xn-- form are one. Pure."""

import idna


def one_form(text: str) -> str:
    """The address with its domain in lower case and as mail servers know it; what has no domain stays as it is."""
    local, at, domain = text.strip().rpartition("@")
    return f"{local}{at}{_domain(domain)}" if at else text.strip()


def readable(text: str) -> str:
    """The address as its owner writes it."""
    local, at, domain = text.rpartition("@")
    if "xn--" not in domain:
        return text
    try:
        return f"{local}{at}{idna.decode(domain)}"
    except UnicodeError:
        return text


def _domain(domain):
    domain = domain.lower()
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True, transitional=False).decode()
    except UnicodeError:
        return domain
