"""Dates of a mentorship at which nobody has to do anything by themselves: calls and milestones, for calendars."""

from datetime import timedelta

from django.utils.translation import gettext as _

from amp_portal.agenda import dated
from amp_portal.todo import Date

from ..models import Agreement, Milestone
from ..states import UNREACHED
from .people import running

DAY = timedelta(days=1)


def _name(mentorship, person):
    """What it is called in somebody's calendar: a mentor may have several mentees on one project."""
    if person.pk == mentorship.mentee_id:
        return str(mentorship.project)
    return _("%(mentee)s, %(project)s") % {"mentee": mentorship.mentee, "project": mentorship.project}


@dated
def calls(reader):
    """The calls agreed on. One query."""
    mine = {mentorship.pk: mentorship for mentorship in reader.once(running)}
    for agreement in Agreement.objects.in_force().filter(mentorship__in=mine).exclude(weekday=None):
        mentorship = agreement.mentorship = mine[agreement.mentorship_id]
        title = _("%(mentorship)s: call") % {"mentorship": _name(mentorship, reader.person)}
        for begins in agreement.check_ins(reader.now - 60 * DAY):
            yield Date(
                f"call/{mentorship.pk}/{begins.astimezone(agreement.tz):%Y%m%d}",
                title,
                begins,
                begins + agreement.duration,
                mentorship.get_absolute_url(),
                agreement.channels,
            )


@dated
def milestones(reader):
    """When the weeks end for which milestones are planned that are not reached yet. One query."""
    mine = {mentorship.pk: mentorship for mentorship in reader.once(running)}
    for milestone in Milestone.objects.filter(mentorship__in=mine, state__in=UNREACHED):
        mentorship = mine[milestone.mentorship_id]
        title = _("%(mentorship)s: %(milestone)s") % {
            "mentorship": _name(mentorship, reader.person),
            "milestone": milestone,
        }
        path = f"{mentorship.get_absolute_url()}#milestones"
        yield Date(f"milestone/{milestone.pk}", title, mentorship.week_ends_at(milestone.week), path=path)
