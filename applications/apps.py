from importlib import import_module

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"

    def ready(self):
        import_module("applications.tasks")  # registers how the shortlist and the results are published
        import_module("applications.joins")
