"""How often one visitor may ask. Counted in the cache, by a keyed hash of the address: no address is kept."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils.crypto import salted_hmac

SELF_CHECKS_PER_HOUR = 20
HOUR = 3600


def count_self_check(request, now):
    """Count a self-check. Returns 0, or after too many within the hour the seconds until asking works again."""
    hour, passed = divmod(int(now.timestamp()), HOUR)
    visitor = salted_hmac("applications.self-check", get_adapter().get_client_ip(request)).hexdigest()
    key = f"self-check/{visitor}/{hour}"
    cache.add(key, 0, timeout=HOUR)
    return HOUR - passed if cache.incr(key) > SELF_CHECKS_PER_HOUR else 0
