from importlib import import_module

from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "amp_portal.users"
    label = "users"
    verbose_name = "People"

    def ready(self):
        import_module("amp_portal.checks")
        import_module("amp_portal.users.receivers")
        import_module("amp_portal.searching").register()
        import_module("amp_portal.hooks").load()
