"""How often one visitor may do something. Counted in the cache, by a keyed hash of the address: no address is kept."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils.crypto import salted_hmac

HOUR = 3600


def count(request, action, *, most, now):
    """Count an action. Returns 0, or after ``most`` within the hour the seconds until it works again."""
    hour, passed = divmod(int(now.timestamp()), HOUR)
    visitor = salted_hmac(action, get_adapter().get_client_ip(request)).hexdigest()
    key = f"{action}/{visitor}/{hour}"
    cache.add(key, 0, timeout=HOUR)
    return HOUR - passed if cache.incr(key) > most else 0
