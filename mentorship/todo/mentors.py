"""What waits for mentors: unanswered updates and questions, a mentee gone silent, milestones to accept."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amp_portal.todo import Audience, Todo, todos
from cohorts.handover import passes_on
from cohorts.organizing import belongs_to

from ..models import Absence, Entry, Milestone, Snooze, Step
from ..states import MilestoneState, Side
from .people import as_mentor

REACH_OUT = 2  # the step of a mentee's silence at which the mentors are asked to


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
