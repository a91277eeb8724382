"""What waits for the people of a mentorship: the update of the week, unanswered questions, a mentee gone silent."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amp_portal.todo import Audience, Date, Todo, seldom, time_off, todos
from cohorts.handover import passes_on
from cohorts.organizing import belongs_to
from cohorts.roles import roles_of, with_cohorts

from ..models import Absence, Agreement, Entry, Leave, Mentorship, Milestone, OwnWindow, Snooze, Step
from ..states import MilestoneState, Side

# What is told of a mentorship. Any other field costs a query for each of them.
TOLD = (
    *("cohort", "state", "starts_at", "ends_at", "created_at", "cadence"),
    *("project__title", "mentee__name", "mentee__github_login", "mentee__email"),
)
REACH_OUT = 2  # the step of a mentee's silence at which the mentors are asked to


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


@seldom
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


# For mentors -------------------------------------------------------------------------------


@todos
def answers(reader):
    """Of each mentorship every unanswered update and question by itself; a mentee gone silent; or how it stands."""
    mentorships = reader.once(as_mentor)
    waiting = {each.pk for each in mentorships if each.unanswered_since}
    yield from unanswered(mentorships) if waiting else ()
    silent = _to_reach_out_to([each for each in mentorships if each.is_silent], reader.now)
    for mentorship in mentorships:
        if mentorship.pk in silent:
            yield _reach_out(mentorship)
        elif mentorship.pk not in waiting:
            yield _how_it_stands(mentorship)


def _to_reach_out_to(silent, now):
    """Those whose mentors were asked to reach out, and none has said anything since. One query, if anybody is silent.

    Nobody is to reach out to somebody on leave, or while an organizer has put it off.
    """
    if not silent:
        return set()
    away = Absence.objects.at(now).filter(side=Side.MENTEE, mentorship=OuterRef("episode__mentorship"))
    put_off = Snooze.objects.filter(ended_at=None, until__gt=now, mentorship=OuterRef("episode__mentorship"))
    asked = Step.objects.filter(number=REACH_OUT, episode__side=Side.MENTEE, episode__ended_at=None)
    asked = asked.filter(~Exists(away), ~Exists(put_off), episode__mentorship__in=silent)
    asked_at = dict(asked.values_list("episode__mentorship", "recorded_at"))
    return {pk for pk, at in asked_at.items() if not _have_spoken(pk, at, silent)}


def _have_spoken(pk, since, mentorships):
    heard_at = next(each.mentors_heard_at for each in mentorships if each.pk == pk)
    return heard_at is not None and heard_at >= since


def unanswered(mentorships):
    """Each unanswered update and question of mentorships that come with project, mentee and cohort. One query."""
    known = {mentorship.pk: mentorship for mentorship in mentorships}
    for asked in Entry.objects.unanswered().filter(mentorship__in=known):
        mentorship = known[asked.mentorship_id]
        asked.author = mentorship.mentee
        yield Todo(
            f"unanswered/{asked.pk}",
            asked.unanswered_words,
            reverse("mentorship:answer", args=[mentorship.pk, asked.pk]),
            Audience.MENTORS,
            who=mentorship.mentee,
            text=_("About “%(project)s”. A short answer is fine.") % {"project": mentorship.project},
            action=_("Answer"),
            urgency="soon",
            rests=True,
            **belongs_to(mentorship.cohort),
        )


def _reach_out(mentorship):
    """From the step at which mentors are asked to, until one of them has, or the mentee gives a sign."""
    text = _("Nothing from them yet. Ask how they are: a personal word often helps most.")
    if mentorship.mentee_heard_at:
        day = date_format(timezone.localtime(mentorship.mentee_heard_at), "j F")
        text = _("Last heard from them on %(day)s. Ask how they are: a personal word often helps most.") % {"day": day}
    return Todo(
        f"reach-out/{mentorship.pk}",
        _("Reach out to %(mentee)s") % {"mentee": mentorship.mentee},
        mentorship.get_absolute_url(),
        Audience.MENTORS,
        who=mentorship.mentee,
        text=text,
        action=_("Open the mentorship"),
        urgency="soon",
        rests=True,
        **belongs_to(mentorship.cohort),
    )


def _how_it_stands(mentorship):
    if mentorship.mentee_heard_at:
        day = date_format(timezone.localtime(mentorship.mentee_heard_at), "j F")
        text = _("You have answered everything. Last heard from them on %(day)s.") % {"day": day}
    else:
        text = _("Nothing from them yet. A word from you makes the start easier.")
    return Todo(
        f"mentoring/{mentorship.pk}",
        _("Mentoring %(mentee)s") % {"mentee": mentorship.mentee},
        mentorship.get_absolute_url(),
        Audience.MENTORS,
        who=mentorship.mentee,
        text=text,
        urgency="calm",
        **belongs_to(mentorship.cohort),
    )


@todos
def milestones(reader):
    """Those that mentees say are done."""
    done = [mentorship for mentorship in reader.once(as_mentor) if mentorship.has_done]
    yield from done_milestones(done) if done else ()


def done_milestones(mentorships):
    """Each milestone that waits to be accepted, of mentorships that come with mentee and cohort. One query."""
    known = {mentorship.pk: mentorship for mentorship in mentorships}
    for milestone in Milestone.objects.filter(state=MilestoneState.DONE, mentorship__in=known):
        mentorship = known[milestone.mentorship_id]
        yield Todo(
            f"milestone/{milestone.pk}",
            _("%(mentee)s finished “%(milestone)s”") % {"mentee": mentorship.mentee, "milestone": milestone},
            f"{mentorship.get_absolute_url()}#milestones",
            Audience.MENTORS,
            who=mentorship.mentee,
            text=_("Have a look at what was done, then accept the milestone."),
            action=_("Have a look"),
            rests=True,
            **belongs_to(mentorship.cohort),
        )


@passes_on
def with_the_project(project, person, now):
    """What its mentees wait for. Three queries."""
    mentorships = list(project.mentorships.active().select_related("mentee"))
    for mentorship in mentorships:
        mentorship.project, mentorship.cohort = project, project.cohort
    yield from unanswered(mentorships)
    yield from done_milestones(mentorships)


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
