"""What is next for the people of a mentorship, on their home page."""

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.home import Step, section

from .models import Mentorship


@section
def for_mentees(person, now):
    """Before kickoff the way in, then the update of the week."""
    mentorships = Mentorship.objects.active().filter(mentee=person, ends_at__gt=now).with_last_update()
    for mentorship in mentorships.select_related("cohort", "project"):
        if now < mentorship.starts_at:
            yield _way_in(mentorship)
        elif due := mentorship.update_due(mentorship.last_update_week, now):
            yield _write_update(mentorship, mentorship.week_at(now), due)


def _way_in(mentorship):
    return Step(
        title=_("Meet your mentors"),
        url=mentorship.get_absolute_url(),
        text=_("Say hello and ask whatever you like to know about “%(project)s”, until the program starts.")
        % {"project": mentorship.project},
        due=mentorship.starts_at,
        group=mentorship.cohort.name,
    )


def _write_update(mentorship, week, due):
    return Step(
        title=_("Write your update for week %(week)d") % {"week": week},
        url=reverse("mentorship:update", args=[mentorship.pk]),
        text=_("What you did, what is next, what is in your way. One line is plenty."),
        due=due,
        action=_("Write it"),
        group=mentorship.cohort.name,
    )


@section
def for_mentors(person, now):
    """Mentees who wait for an answer."""
    mentorships = Mentorship.objects.active().mentored_by(person).with_signs().exclude(waiting_since=None)
    for mentorship in mentorships.select_related("cohort", "mentee", "project"):
        day = date_format(timezone.localtime(mentorship.waiting_since), "j F")
        yield Step(
            title=_("%(mentee)s waits for an answer since %(day)s") % {"mentee": mentorship.mentee, "day": day},
            url=mentorship.get_absolute_url(),
            text=_("About “%(project)s”. A short answer is fine.") % {"project": mentorship.project},
            action=_("Answer"),
            urgency="soon",
            group=mentorship.cohort.name,
        )


@section
def for_organizers(person, now):
    """Where it has been quiet for long: one card per cohort."""
    organized = Mentorship.objects.at_risk().filter(cohort__organizers__person=person, cohort__organizers__until=None)
    by_cohort = organized.order_by("cohort__slug").values_list("cohort__slug", "cohort__name")
    for slug, name, count in by_cohort.annotate(Count("pk")):
        yield Step(
            title=ngettext(
                "%(count)d mentee has been quiet for long", "%(count)d mentees have been quiet for long", count
            )
            % {"count": count},
            url=reverse("mentorship:mentorships", args=[slug]) + "?show=at-risk",
            text=_("A personal word often helps most."),
            action=_("See who"),
            urgency="soon",
            group=name,
        )
