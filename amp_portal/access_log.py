"""gunicorn's logs, as the portal's own: JSON, with the id of the request and without secrets (see ``logs``)."""

import structlog
from gunicorn.glogging import Logger

from . import logs, proxies

log = structlog.get_logger("gunicorn.access")


class AccessLog(Logger):
    def setup(self, cfg):
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(logs.Line(as_json=True))
            handler.addFilter(logs.Unlogged())

    def access(self, resp, req, environ, request_time):
        if logs.is_unlogged(environ):
            return
        answered = {name.lower(): value for name, value in resp.headers}
        log.info(
            "request",
            request_id=answered.get("x-request-id"),
            method=environ["REQUEST_METHOD"],
            path=environ["PATH_INFO"],  # without the query: it may hold anything
            status=resp.status_code,
            bytes=resp.sent,
            milliseconds=round(request_time.total_seconds() * 1000),
            address=proxies.address_in(environ),
            referer=environ.get("HTTP_REFERER", "").partition("?")[0],
            agent=environ.get("HTTP_USER_AGENT", ""),
        )
