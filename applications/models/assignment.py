from django.db import models, transaction
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal
from cohorts.models import ProjectMentor


class ReviewAssignment(models.Model):
    """An organizer asks a mentor to review an application for one of their projects: it stands first in their queue."""

    application = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="review_assignments"
    )
    project = models.ForeignKey("cohorts.Project", on_delete=models.CASCADE, related_name="review_assignments")
    reviewer = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="review_assignments")
    assigned_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        ordering = ["assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "project", "reviewer"], name="assigned_once_per_project")
        ]

    def __str__(self):
        return f"review assignment {self.pk}"

    @classmethod
    @transaction.atomic
    def assign(cls, application, mentor, *, by, now):
        """``mentor`` is a ProjectMentor of a chosen project. Assigning twice changes nothing. Raises Refusal."""
        application.lock()
        if not application.is_in_review:
            raise Refusal(_("This application is not in review any more."))
        if not assignable(application).filter(pk=mentor.pk).exists():
            raise Refusal(_("%(person)s does not review this application.") % {"person": mentor.person})
        return cls.objects.get_or_create(
            application=application,
            project_id=mentor.project_id,
            reviewer_id=mentor.person_id,
            defaults={"assigned_by": by, "assigned_at": now},
        )[0]


def assignable(application):
    """Current mentors (ProjectMentor) of the chosen projects, but those with a conflict of interest."""
    return (
        ProjectMentor.objects.current()
        .filter(project__choices__version=application.submitted_version_id)
        .exclude(person__in=application.recusals.standing().values("person"))
        .select_related("person", "project")
        .order_by("project__title", "pk")
    )
