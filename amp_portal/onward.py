"""Where a request asks to be led next (``next``): to a path of this portal, or nowhere."""

from django.utils.http import url_has_allowed_host_and_scheme


def is_onward(address: str) -> bool:
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
