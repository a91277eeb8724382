from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.module_loading import autodiscover_modules


class CohortsConfig(AppConfig):
    name = "cohorts"
    default = True

    def ready(self):
        import_module("cohorts.conduct.outside")
        autodiscover_modules("attention", "calls", "cockpit", "effects", "handover", "maintainers")


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin, opened to superusers and organizers (see ``admin_site``)."""

    default = False
    default_site = "cohorts.admin_site.PortalAdminSite"
