from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets import MoodQuerySet
from .entry import Entry


class Mood(models.Model):
    """How the mentee is doing, told beside an update to the readers they chose (docs/program.md, Mentorship).

    It is kept apart from the entry, and nothing leads from there to here: what shows entries can't show it by mistake.
    Whoever reads one goes through ``readable_by``.
    """

    class Level(models.TextChoices):
        WELL = "well", _("well")
        FINE = "fine", _("fine")
        SO_SO = "so-so", _("so-so")
        HARD = "hard", _("it is hard just now")

    class Readers(models.TextChoices):
        MENTORS = "mentors", _("my mentors and the organizers")
        ORGANIZERS = "organizers", _("only the organizers")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(_("how I am doing"), max_length=10, choices=Level, blank=True)
    words = models.TextField(_("in a few words"), max_length=2_000, blank=True)
    readers = models.CharField(_("who may read it"), max_length=10, choices=Readers)

    objects = MoodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="mood_says_something", condition=~Q(level="", words="")),
        ]

    def __str__(self):
        return f"mood {self.pk}"

    @property
    def is_for_mentors(self):
        return self.readers == self.Readers.MENTORS
