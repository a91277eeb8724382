from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "amp_portal.outbox"
    label = "outbox"

    def ready(self):
        # every app's letters, sweeps, home cards and scopes register themselves on import
        autodiscover_modules("notices", "tasks", "sections", "scopes")
