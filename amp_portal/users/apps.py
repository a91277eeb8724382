from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "amp_portal.users"
    label = "users"
    verbose_name = "People"
