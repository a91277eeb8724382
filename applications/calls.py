"""What a visitor of a cohort's page can do here: apply, go on, see where the application stands."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts.calls import Call, call

from .models import Application


@call
def apply(cohort, user, now):
    application = None
    if user.is_authenticated:
        application = Application.objects.filter(cohort=cohort, person=user.person).first()
    phase = cohort.phase("applications")
    is_open = phase is not None and phase.is_open(now)
    url = reverse("applications:apply", args=[cohort.slug])
    if not application and phase and now < phase.ends_at:
        yield Call(_("Am I eligible?"), reverse("applications:self-check", args=[cohort.slug]), rank=15)
    if application and application.is_draft:
        yield Call(_("Continue your application"), url, tone="primary", due=phase and phase.ends_at, rank=10)
    elif application and not application.is_withdrawn:
        yield Call(_("Your application"), application.get_absolute_url(), application.get_state_display(), rank=10)
    elif is_open:
        yield Call(_("Apply for a place"), url, tone="primary", due=phase.ends_at, rank=10)
