from django.db import models
from django.urls import reverse


class Certificate(models.Model):
    """Issued at the release of the final round to who passed. The public page shows only what its holder chose."""

    mentorship = models.OneToOneField("mentorship.Mentorship", on_delete=models.PROTECT, related_name="certificate")
    code = models.CharField(max_length=20, unique=True)
    issued_at = models.DateTimeField()
    holder_name = models.CharField(max_length=200)
    shows_project = models.BooleanField(default=True)
    shows_mentors = models.BooleanField(default=False)

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("evaluations:certificate", args=[self.code])
