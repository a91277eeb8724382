from django.db import models

from . import naming


class HandlerQuerySet(models.QuerySet):
    def current(self):
        return self.filter(until=None)


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on=None)

    def handled_by(self, person):
        """Reports that came in while this person handled them, or that they were let in to, as long as they handle
        them. Which of them they may read says ``opens_for``."""
        mine = self.filter(admissions__handler__person=person, admissions__handler__until=None).exclude(cohort=None)
        return mine.select_related("cohort").prefetch_related("exclusions", "notes")

    def open_to(self, person):
        """Those of them that this person may read, as a list. In a constant number of queries."""
        aliases = naming.aliases([person])[person.pk]
        return [report for report in self.handled_by(person) if report.opens_for(person, aliases)]
