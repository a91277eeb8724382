from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MentorshipConfig(AppConfig):
    name = "mentorship"

    def ready(self):
        from applications.acceptance import on_accepted
        from cohorts.mentoring import on_mentors_changed

        from .begin import begin
        from .effects import work_out_absences

        on_accepted(begin)
        autodiscover_modules("timeline")
        on_mentors_changed(work_out_absences)
