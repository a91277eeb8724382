"""What a visitor of a cohort's or a project's page can do here: apply, go on, see where the application stands."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts.calls import Call, call, project_call
from cohorts.models import Participation

from .models import Application, Choice


@call
def apply(cohort, user, now):
    """Three queries for somebody signed in. Staff of the cohort can't apply to it."""
    phase = cohort.phase("applications")
    application = _own(cohort, user)
    if not application and (phase is None or now >= phase.ends_at or _is_staff(cohort, user)):
        return
    url = reverse("applications:apply", args=[cohort.slug])
    if not application:
        yield Call(_("Am I eligible?"), reverse("applications:self-check", args=[cohort.slug]), rank=15)
        if phase.is_open(now):
            yield Call(_("Apply for a place"), url, tone="primary", due=phase.ends_at, rank=10)
    elif application.is_draft:
        yield Call(_("Continue your application"), url, tone="primary", due=phase and phase.ends_at, rank=10)
    elif not application.is_withdrawn:
        yield Call(_("Your application"), application.get_absolute_url(), application.get_state_display(), rank=10)
    elif phase and phase.is_open(now):
        yield Call(_("Apply for a place"), url, tone="primary", due=phase.ends_at, rank=10)


@project_call
def apply_with(project, user, now):
    """Puts the project among the choices; the page asks before it does. Three queries for somebody signed in."""
    cohort = project.cohort
    phase = cohort.phase("applications")
    application = _own(cohort, user)
    if phase is None or not phase.is_open(now) or _is_staff(cohort, user):
        return
    url = reverse("applications:choose", args=[cohort.slug, project.slug])
    if application is None or application.is_withdrawn:
        yield Call(_("Apply with this project"), url, tone="primary", due=phase.ends_at)
    elif application.is_editable and _has_chosen(application, project):
        text = _("It is among the projects you chose.")
        section = reverse("applications:section", args=[cohort.slug, "projects"])
        yield Call(_("Go on with your proposal"), section, text, tone="primary", due=phase.ends_at)
    elif application.is_editable:
        yield Call(_("Add it to your application"), url, tone="primary", due=phase.ends_at)


@project_call
def not_yet(project, user, now):
    phase = project.cohort.phase("applications")
    if phase and now < phase.starts_at:
        url = reverse("applications:self-check", args=[project.cohort.slug])
        yield Call(
            _("Am I eligible?"), url, _("Applications are not open yet. You can already see whether you may apply.")
        )


def _own(cohort, user):
    return Application.objects.filter(cohort=cohort, person=user.person).first() if user.is_authenticated else None


def _is_staff(cohort, user):
    if not user.is_authenticated:
        return False
    return cohort.participations.filter(person=user.person, side=Participation.Side.STAFF).exists()


def _has_chosen(application, project):
    return Choice.objects.filter(version=application.text(), project=project).exists()
