"""How often something may be done. Counted in the cache, by a keyed hash of who or what it is: no address is kept."""

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from .proxies import client_network

HOUR = 3600


def count(request, action, *, most, now):
    """Count an action of a visitor. Returns 0, or after ``most`` within the hour the seconds until it works again."""
    return count_for(client_network(request), action, most=most, now=now)


def count_for(whom, action, *, most, now):
    """The same for whoever or whatever a text names, e.g. the address that something is sent to."""
    hour, passed = divmod(int(now.timestamp()), HOUR)
    key = f"{action}/{salted_hmac(action, whom).hexdigest()}/{hour}"
    cache.add(key, 0, timeout=HOUR)
    return HOUR - passed if cache.incr(key) > most else 0
