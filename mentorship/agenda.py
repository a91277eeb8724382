"""What of the mentorships stands in the calendars of their people: updates to write, calls, milestones."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.agenda import Entry, dated

from .models import Agreement, Mentorship, Milestone
from .states import UNREACHED

DAY = timedelta(days=1)


def _of(person):
    """The running mentorships of a person, on either side."""
    mentors = Q(project__mentors__person=person, project__mentors__until=None)
    return Mentorship.objects.filter(Q(mentee=person) | mentors, state=Mentorship.State.ACTIVE).distinct()


def _name(mentorship, person):
    """What it is called in somebody's calendar: a mentor may have several mentees on one project."""
    if person == mentorship.mentee:
        return str(mentorship.project)
    return _("%(mentee)s, %(project)s") % {"mentee": mentorship.mentee, "project": mentorship.project}


@dated
def updates(person, now):
    """For mentees: when their next update is due. Two queries."""
    for mentorship in Mentorship.objects.active().filter(mentee=person).with_rhythm().select_related("project"):
        path = reverse("mentorship:update", args=[mentorship.pk])
        title = _("%(project)s: update") % {"project": mentorship.project}
        if due := mentorship.next_update_due(now):
            yield Entry(f"update/{mentorship.pk}/{due:%Y%m%d}", title, due, path=path)


@dated
def calls(person, now):
    """The calls agreed on. One query."""
    agreements = Agreement.objects.in_force().filter(mentorship__in=_of(person)).exclude(weekday=None)
    for agreement in agreements.select_related("mentorship__project", "mentorship__mentee"):
        mentorship = agreement.mentorship
        title = _("%(mentorship)s: call") % {"mentorship": _name(mentorship, person)}
        for begins in agreement.check_ins(now - 60 * DAY):
            yield Entry(
                f"call/{mentorship.pk}/{begins.astimezone(agreement.tz):%Y%m%d}",
                title,
                begins,
                begins + agreement.duration,
                mentorship.get_absolute_url(),
                agreement.channels,
            )


@dated
def milestones(person, now):
    """When the weeks end for which milestones are planned that are not reached yet. One query."""
    planned = Milestone.objects.filter(mentorship__in=_of(person), state__in=UNREACHED)
    for milestone in planned.select_related("mentorship__cohort", "mentorship__project", "mentorship__mentee"):
        mentorship = milestone.mentorship
        title = _("%(mentorship)s: %(milestone)s") % {"mentorship": _name(mentorship, person), "milestone": milestone}
        path = f"{mentorship.get_absolute_url()}#milestones"
        yield Entry(f"milestone/{milestone.pk}", title, mentorship.week_ends_at(milestone.week), path=path)
