from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import LineField, NameField

from ..querysets import VoiceQuerySet
from .cohort import Cohort


class Voice(models.Model):
    """What somebody who took part says about it, in their words. Shown to everybody, and only with their consent."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="voices")
    name = NameField(_("name"), max_length=100, help_text=_("As the person wants to be called in public."))
    role = LineField(_("role"), max_length=100, help_text=_("What they did, or do now: mentee, now a triager."))
    words = models.TextField(_("their words"), max_length=600, help_text=_("As they said it, two or three sentences."))
    consented_on = models.DateField(
        _("consent given on"),
        null=True,
        blank=True,
        help_text=_("The day on which the person agreed to be quoted here by name. Without it nothing is shown."),
    )
    published = models.BooleanField(_("shown on the front page"), default=False)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-cohort__kickoff", "pk"]
        constraints = [
            models.CheckConstraint(
                name="voice_shown_with_consent",
                condition=Q(published=False) | Q(consented_on__isnull=False),
                violation_error_message=_("Say when the person agreed. Without their consent nobody is quoted."),
            )
        ]

    def __str__(self):
        return self.name
