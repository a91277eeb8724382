"""What is next for the people of a mentorship, and the way back to it, on their home page."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.home import Place, Step, belonging, section
from cohorts.models import Cohort

from .models import Agreement, Mentorship, Milestone, SupportRequest
from .states import MilestoneState, Side


@section
def for_mentees(person, now):
    """Before kickoff the way in, then the update of the week; where that is written, when the next one is due."""
    mentorships = Mentorship.objects.active().filter(mentee=person).with_last_update().with_rhythm()
    for mentorship in mentorships.select_related("project"):
        due = mentorship.next_update_due(now)
        if now < mentorship.starts_at:
            yield _way_in(mentorship)
        elif due and not mentorship.update_is_in(mentorship.last_update_week, now):
            yield _write_update(mentorship, now, due)
        else:
            yield _all_done(mentorship, now, due)


def _of(mentorship):
    """What every step of a mentorship says about where it belongs."""
    return {"group": mentorship.cohort.name, "zone": mentorship.cohort.zone}


def _way_in(mentorship):
    return Step(
        title=_("Meet your mentors"),
        url=mentorship.get_absolute_url(),
        text=_("Say hello and ask whatever you like to know about “%(project)s”, until the program starts.")
        % {"project": mentorship.project},
        due=mentorship.starts_at,
        action=_("Open your mentorship"),
        **_of(mentorship),
    )


def _write_update(mentorship, now, due):
    """What is late has no date any more: nothing shames."""
    is_late = due <= now
    return Step(
        title=_("Write your update for week %(week)d") % {"week": mentorship.week_at(now)},
        url=reverse("mentorship:update", args=[mentorship.pk]),
        text=_("It was due on %(day)s. One line is plenty, and any day is fine.")
        % {"day": date_format(timezone.localtime(due - timedelta(seconds=1)), "j F")}
        if is_late
        else _("What you did, what is next, what is in your way. One line is plenty."),
        due=None if is_late else due,
        action=_("Write it"),
        urgency="soon" if is_late else "info",
        **_of(mentorship),
    )


def _all_done(mentorship, now, following):
    title = _("Your update for week %(week)d is in") % {"week": mentorship.last_update_week or mentorship.week_at(now)}
    if following:
        text = _("Thank you! The next one is due by")
    elif now < mentorship.ends_at:
        text = _("Thank you! That was the last one.")
    else:
        title = _("The weeks of “%(project)s” are over") % {"project": mentorship.project}
        text = _("Thank you for all of them. Your results come with a letter, and appear here.")
    return Step(title, mentorship.get_absolute_url(), text=text, due=following, urgency="calm", **_of(mentorship))


@section
def for_mentors(person, now):
    """Of each mentorship every unanswered update and question by itself, or that there is none."""
    mentorships = Mentorship.objects.active().mentored_by(person).with_signs().with_unanswered()
    for mentorship in mentorships.select_related("cohort", "mentee", "project"):
        for asked in mentorship.unanswered:
            asked.author = mentorship.mentee
            yield _answer(mentorship, asked)
        if not mentorship.unanswered:
            yield _nothing_waits(mentorship)


def _answer(mentorship, asked):
    return Step(
        title=asked.unanswered_words,
        url=reverse("mentorship:answer", args=[mentorship.pk, asked.pk]),
        text=_("About “%(project)s”. A short answer is fine.") % {"project": mentorship.project},
        action=_("Answer"),
        urgency="soon",
        **_of(mentorship),
    )


def _nothing_waits(mentorship):
    if mentorship.mentee_heard_at:
        day = date_format(timezone.localtime(mentorship.mentee_heard_at), "j F")
        text = _("You have answered everything. Last heard from them on %(day)s.") % {"day": day}
    else:
        text = _("Nothing from them yet. A word from you makes the start easier.")
    return Step(
        title=_("Mentoring %(mentee)s") % {"mentee": mentorship.mentee},
        url=mentorship.get_absolute_url(),
        text=text,
        urgency="calm",
        **_of(mentorship),
    )


@section
def to_agree(person, now):
    """What the other side proposes. One query."""
    active = Mentorship.objects.active()
    theirs = Q(side=Side.MENTORS, mentorship__in=active.filter(mentee=person))
    theirs |= Q(side=Side.MENTEE, mentorship__in=active.mentored_by(person))
    waiting = Agreement.objects.waiting().filter(theirs)
    for agreement in waiting.select_related("mentorship__cohort", "mentorship__project", "proposed_by"):
        yield Step(
            title=_("%(person)s proposes how to work together") % {"person": agreement.proposed_by},
            url=reverse("mentorship:agreement", args=[agreement.mentorship_id]),
            text=_("On “%(project)s”. Agree, or propose something else.") % {"project": agreement.mentorship.project},
            action=_("Have a look"),
            **_of(agreement.mentorship),
        )


@section
def to_accept(person, now):
    """For mentors: milestones that their mentees say are done. One query."""
    done = Milestone.objects.filter(
        state=MilestoneState.DONE, mentorship__in=Mentorship.objects.active().mentored_by(person)
    )
    for milestone in done.select_related("mentorship__cohort", "mentorship__mentee"):
        mentorship = milestone.mentorship
        yield Step(
            title=_("%(mentee)s finished “%(milestone)s”") % {"mentee": mentorship.mentee, "milestone": milestone},
            url=f"{mentorship.get_absolute_url()}#milestones",
            text=_("Have a look at what was done, then accept the milestone."),
            action=_("Have a look"),
            **_of(mentorship),
        )


@belonging
def mentorships(person, now):
    """The rooms of a person, as mentee and as mentor; also those that have ended. Two queries."""
    rooms = Mentorship.objects.select_related("cohort", "project", "mentee")
    for mentorship in rooms.filter(mentee=person):
        yield _room(mentorship, _("Your mentorship"), mentorship.project.title)
    for mentorship in rooms.mentored_by(person):
        yield _room(mentorship, _("You mentor"), str(mentorship.mentee))


def _room(mentorship, kind, title):
    return Place(
        kind,
        title,
        mentorship.get_absolute_url(),
        state="" if mentorship.is_active else mentorship.get_state_display(),
        tone=mentorship.tone,
        group=mentorship.cohort.name,
        group_url=mentorship.cohort.get_absolute_url(),
        is_over=not mentorship.is_active,
        rank=20,
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
            url=reverse("cohorts:attention", args=[slug]),
            text=_("A personal word often helps most."),
            action=_("See who"),
            urgency="soon",
            group=name,
        )


@section
def asked_for_help(person, now):
    """For organizers: requests for help that nobody has taken, and those passed on to them. One query."""
    organized = Cohort.objects.organized_by(person).values("pk")
    waiting = SupportRequest.objects.filter(cohort__in=organized).waiting_for(person)
    for request in waiting.select_related("asker", "cohort"):
        yield Step(
            title=_("%(asker)s asks for help") % {"asker": request.asker},
            url=request.get_absolute_url(),
            text=request.get_topic_display(),
            action=_("Read it"),
            urgency="soon",
            group=request.cohort.name,
        )
