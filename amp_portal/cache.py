"""Redis as a cache that may be away: pages go on as if nothing had been kept, and none of them waits for it twice."""

from time import monotonic

import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import ConnectionError, TimeoutError

log = structlog.get_logger()

PATIENCE = 10.0  # seconds that a Redis which did not answer is left alone
OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 1}


class MayBeAwayClient(RedisCacheClient):
    """What each operation answers meanwhile. Limits of how often one may ask do not count then."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._not_before = 0.0

    def _ask(self, operation, answer, *args):
        if monotonic() < self._not_before:
            return answer
        try:
            return operation(*args)
        except (ConnectionError, TimeoutError) as error:
            self._not_before = monotonic() + PATIENCE
            log.warning("cache unanswered", error=str(error))
            return answer

    def add(self, key, value, timeout):
        return self._ask(super().add, True, key, value, timeout)

    def get(self, key, default):
        return self._ask(super().get, default, key, default)

    def set(self, key, value, timeout):
        return self._ask(super().set, None, key, value, timeout)

    def touch(self, key, timeout):
        return self._ask(super().touch, False, key, timeout)

    def delete(self, key):
        return self._ask(super().delete, False, key)

    def get_many(self, keys):
        return self._ask(super().get_many, {}, keys)

    def has_key(self, key):
        return self._ask(super().has_key, False, key)

    def incr(self, key, delta):
        return self._ask(super().incr, delta, key, delta)

    def set_many(self, data, timeout):
        return self._ask(super().set_many, None, data, timeout)

    def delete_many(self, keys):
        return self._ask(super().delete_many, None, keys)

    def clear(self):
        return self._ask(super().clear, False)


class MayBeAway(RedisCache):
    def __init__(self, server, params):
        super().__init__(server, {**params, "OPTIONS": OPTIONS | params.get("OPTIONS", {})})
        self._class = MayBeAwayClient
