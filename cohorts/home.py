"""What of a cohort is somebody's own, on their home page; how one becomes a mentor."""

from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.home import Place, belonging, opening
from amp_portal.todo import Todo

from .models import Phase
from .roles import roles_of
from .todo.people import mentored_projects


@belonging
def organized(reader):
    """The cohorts a person organizes, and where each stands."""
    for role in reader.once(roles_of):
        if role.organizes:
            yield Place(
                _("You organize"),
                _("Cockpit"),
                reverse("cohorts:cockpit", args=[role.cohort.slug]),
                state=_where_it_stands(role.cohort, reader.now),
                is_over=role.cohort.is_over(reader.now),
                rank=10,
                **_of(role.cohort),
            )


def _where_it_stands(cohort, now):
    current = cohort.current_phases(now)
    following = cohort.next_phase(now)
    if current:
        return str(current[-1])
    return _("next: %(phase)s") % {"phase": following} if following else ""


@belonging
def mentored(reader):
    """The projects a person mentors, their own withdrawn ones too, and their application to mentor."""
    for project in reader.once(mentored_projects):
        yield Place(
            _("Your project"),
            project.title,
            project.get_absolute_url(),
            state="" if project.is_published else project.get_state_display(),
            tone=project.tone,
            is_over=project.cohort.is_over(reader.now),
            rank=30,
            **_of(project.cohort),
        )
    for role in reader.once(roles_of):
        if application := role.to_mentor:
            yield Place(
                "",
                _("Your application to mentor"),
                reverse("cohorts:mentor-apply", args=[role.cohort.slug]),
                state=application.get_state_display(),
                tone=application.tone,
                is_over=not application.is_proposing or role.cohort.is_over(reader.now),
                rank=35,
                **_of(role.cohort),
            )


def _of(cohort):
    """The group of what belongs to a cohort."""
    return {"group": cohort.name, "group_url": cohort.get_absolute_url()}


@opening
def to_mentor(reader):
    """Cohorts that look for mentors now, or will. One query."""
    now, kind = reader.now, Phase.Kind.MENTOR_CALL
    calls = Phase.objects.filter(kind=kind, ends_at__gt=now, cohort__published_at__isnull=False)
    for phase in calls.exclude(cohort__mentor_applications__person=reader.person).select_related("cohort"):
        is_open = phase.is_open(now)
        yield Todo(
            f"mentor-call/{phase.cohort_id}",
            _("Become a mentor") if is_open else _("Become a mentor from this day on"),
            reverse("cohorts:mentor-apply", args=[phase.cohort.slug]),
            text=_("Propose a project and guide a newcomer towards becoming a maintainer."),
            due=phase.ends_at if is_open else phase.starts_at,
            action=_("See what mentoring means"),
            urgency="info" if is_open else "calm",
            group=phase.cohort.name,
            zone=phase.cohort.zone,
        )
