from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CohortsConfig(AppConfig):
    name = "cohorts"
    default = True


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin, opened to superusers and organizers (see ``admin_site``)."""

    default = False
    default_site = "cohorts.admin_site.PortalAdminSite"
