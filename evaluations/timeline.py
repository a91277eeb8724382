"""Results in the timeline of a mentorship's room, once they are released."""

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorship.timeline import Happening, happening

from .models import Decision


@happening
def results(mentorship, seat):
    for decision in Decision.objects.told().filter(mentorship=mentorship).select_related("round"):
        words = _("%(round)s evaluation: passed") if decision.passed else _("%(round)s evaluation: not passed")
        url = reverse("evaluations:result", args=[decision.round_id, mentorship.pk])
        yield Happening(decision.told_at, words % {"round": decision.round}, url=url)
