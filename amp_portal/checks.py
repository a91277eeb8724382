"""What ``manage.py check --deploy`` says beyond Django's own."""

from django.conf import settings
from django.core.checks import Tags, Warning, register

NO_TRUSTED_PROXIES = Warning(
    "TRUSTED_PROXIES is not set, so each visitor who comes through a proxy looks like the proxy itself: one person's "
    "mistakes use up everybody's limits, and https is not noticed.",
    hint="Set it to the number of proxies in front of the portal (the compose file has 1), or to their addresses and "
    "networks; 0 says that there is none.",
    id="amp_portal.W001",
)


@register(Tags.security, deploy=True)
def knows_its_proxies(app_configs, **kwargs):
    return [NO_TRUSTED_PROXIES] if settings.PRODUCTION and not settings.TRUSTED_PROXIES.is_set else []
