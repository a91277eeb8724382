from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    name = "mentorship"

    def ready(self):
        from applications.acceptance import on_accepted

        from .begin import begin

        on_accepted(begin)
