"""The code with which a reporter comes back: shown once, kept as a hash only; and how often one may try."""

import base64
import hashlib

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from amp_portal.proxies import client_network

TRIES = 10
MINUTES = 10


def code_of(once: str) -> str:
    """The code of a form: sent twice, a form gives the same one. Nobody can make it from the form without our key."""
    digest = salted_hmac("cohorts.conduct.code", once, algorithm="sha256").digest()
    letters = base64.b32encode(digest)[:20].decode()
    return "-".join(letters[at : at + 5] for at in range(0, 20, 5))


def hashed(code: str) -> str:
    """However it is typed."""
    plain = "".join(code.upper().replace("0", "O").replace("1", "I").split()).replace("-", "")
    return hashlib.sha256(plain.encode()).hexdigest()


def may_try(request, now) -> bool:
    """Count a try of this visitor, by a keyed hash of the address that is forgotten after some minutes."""
    window = int(now.timestamp()) // (60 * MINUTES)
    visitor = salted_hmac("cohorts.conduct.try", client_network(request)).hexdigest()
    key = f"conduct-code/{visitor}/{window}"
    cache.add(key, 0, timeout=60 * MINUTES)
    return cache.incr(key) <= TRIES
