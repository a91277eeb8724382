"""What the portal says about itself: one line per event, JSON in production, with the request's id and no secrets.

Requests to and from the pages of conduct reports leave no line at all: nobody should read there who was on them, when.
"""

import logging
import re
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import unquote

import structlog

from .secret_addresses import masked

CONDUCT = re.compile(r"/conduct(?![\w-])")

_is_unlogged: ContextVar[bool] = ContextVar("is_unlogged", default=False)


def is_unlogged(meta) -> bool:
    """Whether a request (its META, or a WSGI environ) is to or from a page of conduct reports."""
    addresses = (meta.get("PATH_INFO", ""), meta.get("QUERY_STRING", ""), meta.get("HTTP_REFERER", ""))
    return any(CONDUCT.search(unquote(unquote(address))) for address in addresses)


@contextmanager
def of_request(request):
    """What is said inside carries the request's id; or is not said."""
    unlogged = _is_unlogged.set(is_unlogged(request.META))
    try:
        with structlog.contextvars.bound_contextvars(request_id=request.id):
            yield
    finally:
        _is_unlogged.reset(unlogged)


class Unlogged(logging.Filter):
    """Drops what is said of pages that nothing is noted about. (Django speaks of some only after the request.)"""

    def filter(self, record):
        meta = getattr(getattr(record, "request", None), "META", {})
        return not (_is_unlogged.get() or is_unlogged(meta) or CONDUCT.search(record.getMessage()))


class Line(structlog.stdlib.ProcessorFormatter):
    """A record as text, whatever it holds: an address in its message, in an exception or in a value is masked."""

    def __init__(self, *, as_json):
        super().__init__(
            processors=[
                self.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(),
            ],
            foreign_pre_chain=[*_PROCESSORS, _add_request_id],
        )

    def format(self, record):
        return masked(super().format(record))


def _add_request_id(logger, name, event):
    request_id = getattr(getattr(event["_record"], "request", None), "id", None)
    return {"request_id": request_id, **event} if request_id else event


_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.StackInfoRenderer(),
]


def configuration(*, as_json, level) -> dict:
    """For LOGGING: all goes to one handler, also from Django's own loggers, which else would e-mail and print it."""
    structlog.configure(
        processors=[*_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": Line, "as_json": as_json}},
        "filters": {"unlogged": {"()": Unlogged}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["unlogged"]}},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            "httpx": {"level": "WARNING"},  # it would tell each address asked, and some are secrets
        },
        "root": {"handlers": ["console"], "level": level},
    }
