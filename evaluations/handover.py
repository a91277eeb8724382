from django.utils.translation import gettext as _

from cohorts.handover import open_duties
from mentorship.models import Mentorship

from . import duties
from .models import Form, Round


@open_duties
def evaluations(project, person, now):
    """Those of the mentors that are open and nobody has submitted; a draft of whoever leaves does not count."""
    rounds = Round.objects.with_window().filter(cohort=project.cohort_id).opening_before(now, and_open_at=now)
    for duty in duties.of(rounds, Mentorship.objects.active().filter(project=project)):
        if duty.form == Form.MENTOR_ON_MENTEE and not duty.is_done and duty.round.is_open(now):
            yield _("Not submitted: %(form)s") % {"form": duty.in_full}
