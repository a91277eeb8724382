"""What somebody has applied to, on their home page; how one applies."""

from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.home import Place, belonging, opening
from amp_portal.todo import Todo
from cohorts.models import Phase

from .todo.people import own_applications


@belonging
def applications(reader):
    """Everything a person has applied to, drafts and what is over included."""
    for application in reader.once(own_applications):
        cohort = application.cohort
        yield Place(
            "",
            _("Your application"),
            application.get_absolute_url(),
            state=application.get_state_display(),
            tone=application.tone,
            group=cohort.name,
            group_url=cohort.get_absolute_url(),
            is_over=cohort.is_over(reader.now) or not (application.is_live or _can_be_written(application, reader.now)),
            rank=40,
        )


def _can_be_written(application, now):
    return application.is_draft and application.cohort.is_open("applications", now)


@opening
def to_apply(reader):
    """Cohorts that take applications now, or will. One query."""
    now, kind = reader.now, Phase.Kind.APPLICATIONS
    phases = Phase.objects.filter(kind=kind, ends_at__gt=now, cohort__published_at__isnull=False)
    for phase in phases.exclude(cohort__applications__person=reader.person).select_related("cohort"):
        cohort, is_open = phase.cohort, phase.is_open(now)
        yield Todo(
            f"apply/{cohort.pk}",
            _("Apply for a place") if is_open else _("Apply from this day on"),
            reverse("applications:apply", args=[cohort.slug]) if is_open else cohort.get_absolute_url(),
            text=_(
                "Choose a project, write down how you would go about it, and learn what a maintainer does. "
                "Nobody expects you to know everything already."
            ),
            due=phase.ends_at if is_open else phase.starts_at,
            action=_("See what we ask, and start") if is_open else _("See the dates"),
            urgency="info" if is_open else "calm",
            group=cohort.name,
            zone=cohort.zone,
        )
