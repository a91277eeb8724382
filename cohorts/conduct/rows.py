"""What belongs to a report: who reads it, who must not, what was said since, who opened it."""

from django.db import models


class Confidential(models.Model):
    """Rows that no list or count of a person's rows may tell of (see ``users.merging``)."""

    confidential = True

    class Meta:
        abstract = True

    def __str__(self):
        return "conduct report"


class ConductAdmission(Confidential):
    """A handler who may read it: one when it came in, or named later and let in by one of those (``let_in_by``).

    It belongs to the time for which they were named: who is named once more is named later.
    """

    report = models.ForeignKey("cohorts.ConductReport", on_delete=models.CASCADE, related_name="admissions")
    handler = models.ForeignKey("cohorts.ConductHandler", on_delete=models.CASCADE, related_name="+")
    let_in_by = models.ForeignKey("users.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "handler"], name="one_admission_by_report")]


class ConductExclusion(Confidential):
    """Must not read it: named when something was written, or chosen by the reporter or a handler. Never taken back."""

    gives_way = True  # when two people turn out to be one (see ``users.merging``)

    report = models.ForeignKey("cohorts.ConductReport", on_delete=models.CASCADE, related_name="exclusions")
    person = models.ForeignKey("users.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="one_exclusion_by_report")]


class ConductNote(Confidential):
    """``sealed``: text, by (a handler's name, nothing for the reporter). Shared ones the reporter reads, too."""

    report = models.ForeignKey("cohorts.ConductReport", on_delete=models.CASCADE, related_name="notes")
    sealed = models.TextField()
    written_on = models.DateField()
    is_of_reporter = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]


class ConductAccess(Confidential):
    """What a handler did with a report, and when; shown to its handlers."""

    report = models.ForeignKey("cohorts.ConductReport", on_delete=models.CASCADE, related_name="accesses")
    person = models.ForeignKey("users.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=200)

    class Meta:
        ordering = ["-at", "-pk"]
