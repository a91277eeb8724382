from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MentorshipConfig(AppConfig):
    name = "mentorship"

    def ready(self):
        from applications.acceptance import on_accepted

        from .begin import begin

        on_accepted(begin)
        autodiscover_modules("timeline")
