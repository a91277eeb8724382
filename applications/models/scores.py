from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

SCORE = [MinValueValidator(1), MaxValueValidator(5)]


def one_to_five(name, criteria):
    """The constraint that keeps every criterion on the scale."""
    return models.CheckConstraint(name=name, condition=Q(*[(f"{criterion}__range", (1, 5)) for criterion in criteria]))


class Scores(models.Model):
    """What a mentor gives on each of ``CRITERIA`` (1–5). Subclasses have a field for each."""

    CRITERIA: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @classmethod
    def names(cls):
        """Of the criteria, in their order."""
        return [cls._meta.get_field(criterion).verbose_name for criterion in cls.CRITERIA]

    @property
    def scores(self):
        """In the order of CRITERIA."""
        return [getattr(self, criterion) for criterion in self.CRITERIA]

    @property
    def named_scores(self):
        """``(name of the criterion, score)`` in the order of CRITERIA."""
        return list(zip(self.names(), self.scores, strict=True))

    @property
    def average(self):
        return sum(self.scores) / len(self.CRITERIA)
