import zoneinfo

from .celery import app as celery_app

__all__ = ["celery_app"]

# Time zones are those of the pinned tzdata in every process, never the machine's, which are older or newer.
zoneinfo.reset_tzpath(to=[])
zoneinfo.ZoneInfo.clear_cache()
