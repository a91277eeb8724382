"""What waits for the people of a mentorship: an update, time off, an agreement; for mentors alone: ``mentors``."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amp_portal.todo import Audience, Date, Todo, has_any, time_off, todos
from cohorts.organizing import belongs_to
from cohorts.roles import roles_of, with_cohorts

from ..models import Agreement, Leave, Mentorship, OwnWindow
from ..states import Side

# What is told of a mentorship. Any other field costs a query for each of them.
TOLD = (
    *("cohort", "state", "starts_at", "ends_at", "created_at", "cadence"),
    *("project__title", "mentee__name", "mentee__github_login", "mentee__email"),
)


def own_mentorships(reader) -> list[Mentorship]:
    """All of the person, as mentee and as mentor, with what is told of them. One query, and one for a mentee."""
    has_place = any(role.has_place for role in reader.once(roles_of))
    mentors = any(_may_mentor_somebody(role, reader.now) for role in reader.once(roles_of))
    if not (has_place or mentors):
        return []
    mine = Mentorship.objects.of_person(reader.person).with_signs().with_open_proposal()
    mine = mine.annotate(has_own_windows=Exists(OwnWindow.objects.filter(mentorship=OuterRef("pk"))))
    mine = mine.with_last_update() if has_place else mine
    mine = mine.with_what_waits_for_mentors() if mentors else mine
    found = with_cohorts(reader, mine.select_related("mentee", "project").only(*TOLD))
    prefetch_related_objects([each for each in found if each.mentee_id == reader.person.pk], "absences")
    return found


def _may_mentor_somebody(role, now):
    """From the selection on; or without one, by the cohort's dates."""
    return role.mentors and (role.cohort.phase("selection") is None or role.cohort.has_opened("selection", now))


def running(reader) -> list[Mentorship]:
    return [mentorship for mentorship in reader.once(own_mentorships) if mentorship.is_active]


def as_mentee(reader):
    return [mentorship for mentorship in reader.once(running) if mentorship.mentee_id == reader.person.pk]


def as_mentor(reader):
    return [mentorship for mentorship in reader.once(running) if mentorship.mentee_id != reader.person.pk]


# Leave -------------------------------------------------------------------------------------


def _leave(reader):
    cohorts = [role.cohort.pk for role in reader.once(roles_of) if role.takes_part]
    whose = Q(person=None) | Q(person=reader.person)
    return Leave.objects.at(reader.now).filter(whose, cohort__in=cohorts)


@has_any
def what_few_have(reader):
    """Of this app."""
    if any(role.takes_part for role in reader.once(roles_of)):
        yield "leave", _leave(reader)


def leaves(reader) -> list[Leave]:
    """On which the person is now, one of each cohort: the one that lasts longest."""
    if not any(role.takes_part for role in reader.once(roles_of)) or not reader.has("leave"):
        return []
    found = with_cohorts(reader, _leave(reader).select_related("covered_by").order_by("ends_at"))
    return list({leave.cohort_id: leave for leave in found}.values())


@time_off
def away(reader):
    for leave in reader.once(leaves):
        yield belongs_to(leave.cohort)["scope"]


@todos
def on_leave(reader):
    """Nothing is asked of them meanwhile, but what has a deadline."""
    for leave in reader.once(leaves):
        text = _("Nothing but deadlines waits for you here until you are back. You’re back on")
        if leave.covered_by:
            text = _("%(person)s covers for you. You’re back on") % {"person": leave.covered_by}
        yield Todo(
            f"leave/{leave.pk}",
            _("You’re on time off"),
            leave.get_absolute_url() if leave.person_id else leave.cohort.get_absolute_url(),
            text=text,
            due=leave.ends_at,
            urgency="calm",
            **belongs_to(leave.cohort),
        )


# For mentees -------------------------------------------------------------------------------


@todos
def updates(reader):
    """Before kickoff the way in, then the update of the week; where that is written, when the next one is due."""
    for mentorship in reader.once(as_mentee):
        due = mentorship.next_update_due(reader.now)
        if reader.now < mentorship.starts_at:
            yield _way_in(mentorship)
        elif due and not mentorship.update_is_in(mentorship.last_update_week, reader.now):
            yield _write_update(mentorship, reader.now, due)
        else:
            yield _all_done(mentorship, reader.now, due)


def _way_in(mentorship):
    return Todo(
        f"way-in/{mentorship.pk}",
        _("Meet your mentors"),
        mentorship.get_absolute_url(),
        Audience.MENTEE,
        text=_("Say hello and ask whatever you like to know about “%(project)s”, until the program starts.")
        % {"project": mentorship.project},
        due=mentorship.starts_at,
        action=_("Open your mentorship"),
        rests=True,
        **belongs_to(mentorship.cohort),
    )


def _write_update(mentorship, now, due):
    """What is late has no date any more: nothing shames."""
    is_late = due <= now
    return Todo(
        f"update/{mentorship.pk}/{due:%Y%m%d}",
        _("Write your update for week %(week)d") % {"week": mentorship.week_at(now)},
        reverse("mentorship:update", args=[mentorship.pk]),
        Audience.MENTEE,
        text=_("It was due on %(day)s. One line is plenty, and any day is fine.")
        % {"day": date_format(timezone.localtime(due - timedelta(seconds=1)), "j F")}
        if is_late
        else _("What you did, what is next, what is in your way. One line is plenty."),
        due=None if is_late else due,
        action=_("Write it"),
        urgency="soon" if is_late else "info",
        rests=True,
        date=_date(mentorship, due),
        **belongs_to(mentorship.cohort),
    )


def _all_done(mentorship, now, following):
    what = _("Your update for week %(week)d is in") % {"week": mentorship.last_update_week or mentorship.week_at(now)}
    if following:
        text = _("Thank you! The next one is due by")
    elif now < mentorship.ends_at:
        text = _("Thank you! That was the last one.")
    else:
        what = _("The weeks of “%(project)s” are over") % {"project": mentorship.project}
        text = _("Thank you for all of them. Your results come with a letter, and appear here.")
    return Todo(
        f"updates/{mentorship.pk}",
        what,
        mentorship.get_absolute_url(),
        Audience.MENTEE,
        text=text,
        due=following,
        urgency="calm",
        rests=True,
        date=_date(mentorship, following) if following else None,
        **belongs_to(mentorship.cohort),
    )


def _date(mentorship, due):
    title = _("%(project)s: update") % {"project": mentorship.project}
    return Date(
        f"update/{mentorship.pk}/{due:%Y%m%d}", title, due, path=reverse("mentorship:update", args=[mentorship.pk])
    )


# For either --------------------------------------------------------------------------------


@todos
def agreements(reader):
    """What the other side proposes."""
    sides = dict.fromkeys(reader.once(as_mentee), Side.MENTEE) | dict.fromkeys(reader.once(as_mentor), Side.MENTORS)
    asked = {each.pk: side for each, side in sides.items() if each.proposed_by_side not in (None, side)}
    if not asked:
        return
    known = {mentorship.pk: mentorship for mentorship in sides}
    for agreement in Agreement.objects.waiting().filter(mentorship__in=asked).select_related("proposed_by"):
        mentorship = known[agreement.mentorship_id]
        yield Todo(
            f"agreement/{agreement.pk}",
            _("%(person)s proposes how to work together") % {"person": agreement.proposed_by},
            reverse("mentorship:agreement", args=[mentorship.pk]),
            Audience.MENTEE if asked[mentorship.pk] == Side.MENTEE else Audience.MENTORS,
            who=agreement.proposed_by,
            text=_("On “%(project)s”. Agree, or propose something else.") % {"project": mentorship.project},
            action=_("Have a look"),
            rests=True,
            **belongs_to(mentorship.cohort),
        )
