from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "amp_portal.roster"
    label = "roster"
    verbose_name = "Maintainers list"
