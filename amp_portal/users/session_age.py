"""How long signing in holds. Django ends a session that nobody uses; one that is used would go on for ever."""

import time
from datetime import datetime

from django.conf import settings

KEY = "signed_in_at"


def begin(session) -> None:
    """Somebody signs in. Not every request that does has an instant of its own, so the clock is asked here."""
    session[KEY] = time.time()


def is_over(session, user, now: datetime) -> bool:
    """Whether whoever holds the session has to sign in again: superusers in production sooner than others."""
    limit = settings.SESSION_COOKIE_AGE
    if user.is_superuser and settings.PRODUCTION:
        limit = min(limit, settings.SUPERUSERS_SESSION_AGE)
    return now.timestamp() - session.get(KEY, 0) > limit
