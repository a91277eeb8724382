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
    """Before kickoff the way in, then the update of the week; where that is written, the room."""
    mentorships = Mentorship.objects.active().filter(mentee=person).with_last_update()
    for mentorship in mentorships.select_related("cohort", "project"):
        if now < mentorship.starts_at:
            yield _way_in(mentorship)
        elif due := mentorship.update_due(mentorship.last_update_week, now):
            yield _write_update(mentorship, mentorship.week_at(now), due)
        else:
            yield _room(mentorship, _("Your mentorship"))


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


def _room(mentorship, title):
    return Step(
        title=title,
        url=mentorship.get_absolute_url(),
        text=_("“%(project)s”: updates, questions and milestones in one place.") % {"project": mentorship.project},
        group=mentorship.cohort.name,
    )


@section
def for_mentors(person, now):
    """Their mentorships; where a mentee waits for an answer, that."""
    mentorships = Mentorship.objects.active().mentored_by(person).with_signs()
    for mentorship in mentorships.select_related("cohort", "mentee", "project"):
        if mentorship.waiting_since:
            yield _answer(mentorship)
        else:
            yield _room(mentorship, _("Mentoring %(mentee)s") % {"mentee": mentorship.mentee})


def _answer(mentorship):
    day = date_format(timezone.localtime(mentorship.waiting_since), "j F")
    return Step(
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
