"""The way from a mentorship's room to its evaluations and results."""

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorship.links import Link, link

from .models import Round


@link
def rounds(mentorship):
    for round in Round.objects.filter(cohort=mentorship.cohort_id):
        title = _("Midterm evaluation") if round.kind == Round.Kind.MIDTERM else _("Final evaluation")
        yield Link(title, reverse("evaluations:result", args=[round.pk, mentorship.pk]))
