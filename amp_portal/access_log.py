"""Which requests gunicorn notes: none to or from the pages of conduct reports, so that no address is kept of them."""

from gunicorn.glogging import Logger

KEPT_SILENT = "/conduct/"


class AccessLog(Logger):
    def access(self, resp, req, environ, request_time):
        if KEPT_SILENT in environ.get("PATH_INFO", "") or KEPT_SILENT in environ.get("HTTP_REFERER", ""):
            return
        super().access(resp, req, environ, request_time)
