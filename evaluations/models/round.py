from django.db import models
from django.utils.translation import gettext_lazy as _


class Round(models.Model):
    """Midterm or final evaluation of a cohort. Its window is the cohort's phase of the same kind."""

    class Kind(models.TextChoices):
        MIDTERM = "midterm", _("midterm")
        FINAL = "final", _("final")

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="rounds")
    kind = models.CharField(max_length=10, choices=Kind)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey("users.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["cohort", "-kind"]
        constraints = [models.UniqueConstraint(fields=["cohort", "kind"], name="one_round_of_a_kind")]

    def __str__(self):
        return self.get_kind_display()


class Form(models.TextChoices):
    """Who evaluates whom."""

    MENTOR_ON_MENTEE = "mentor_on_mentee", _("mentor on mentee")
    MENTEE_ON_MENTOR = "mentee_on_mentor", _("mentee on mentor and program")
    SELF_ASSESSMENT = "self_assessment", _("self-assessment")


class Question(models.Model):
    """A question of a round's form: data, so that each cohort asks its own. Changed only until the window opens."""

    class Type(models.TextChoices):
        TEXT = "text", _("text")
        SCALE = "scale", _("scale from 1 to 5")
        YES_NO = "yes_no", _("yes or no")
        PASS_FAIL = "pass_fail", _("pass or fail")

    class Audience(models.TextChoices):
        SHARED = "shared", _("shared with the other side after the release")
        ORGANIZERS = "organizers", _("read by organizers only")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    form = models.CharField(max_length=20, choices=Form)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("question"), max_length=300)
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    type = models.CharField(_("type"), max_length=10, choices=Type, default=Type.TEXT)
    audience = models.CharField(_("who reads the answer"), max_length=10, choices=Audience, default=Audience.SHARED)
    required = models.BooleanField(_("required"), default=True)

    class Meta:
        ordering = ["form", "position", "pk"]

    def __str__(self):
        return self.text
