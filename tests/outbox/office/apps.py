from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "tests.outbox.office"
    label = "office"
