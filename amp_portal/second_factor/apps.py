from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SecondFactorConfig(AppConfig):
    name = "amp_portal.second_factor"
    label = "second_factor"
    verbose_name = _("Two-factor sign-in")

    def ready(self):
        from . import receivers  # noqa: F401 - allauth's signals
