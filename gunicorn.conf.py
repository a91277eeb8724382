"""gunicorn reads this by itself, from the folder it is started in."""

from amp_portal.access_log import AccessLog

accesslog = "-"
logger_class = AccessLog

# Whose forwarded headers count is TRUSTED_PROXIES' business alone: gunicorn itself believes nobody's.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""

# Longer than any usual front keeps an idle connection, in seconds: what it sends while gunicorn hangs up would be lost.
keepalive = 150
