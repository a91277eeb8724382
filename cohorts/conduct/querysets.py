from django.db import models


class HandlerQuerySet(models.QuerySet):
    def current(self):
        return self.filter(until=None)


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on=None)

    def handled_by(self, person):
        """Reports of the cohorts whose handler this person is. Which of them they may read says ``opens_for``."""
        from .models import ConductHandler

        handled = ConductHandler.objects.current().filter(person=person).values("cohort")
        return self.filter(cohort__in=handled).select_related("cohort").prefetch_related("exclusions", "notes")
