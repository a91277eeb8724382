"""gunicorn reads this by itself: no secret address stands in its access log."""

from gunicorn.glogging import Logger

from amp_portal.secrets_in_logs import masked


class MaskedLogger(Logger):
    def atoms(self, resp, req, environ, request_time):
        return {name: masked(value) for name, value in super().atoms(resp, req, environ, request_time).items()}


logger_class = MaskedLogger

# Whose forwarded headers count is TRUSTED_PROXIES' business alone: gunicorn itself believes nobody's.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
