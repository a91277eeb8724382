from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "amp_portal.outbox"
    label = "outbox"
    verbose_name = _("Letters")

    def ready(self):
        # every app's letters, sweeps, home cards, scopes and dates register themselves on import
        autodiscover_modules("notices", "tasks", "sections", "scopes", "agenda")
