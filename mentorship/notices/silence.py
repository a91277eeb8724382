"""The steps of an episode of silence."""

from itertools import groupby
from operator import attrgetter

from amp_portal.outbox.letters import Draft, letter
from cohorts.models import Organizer, ProjectMentor
from cohorts.notices import of_cohort

from ..step_texts import of_letter
from .people import still_mentors


def _still_silent(message, now):
    """The side is still silent, and the reader is not on leave."""
    from .. import silence  # which queues these letters

    episode = message.about
    return (
        episode is not None
        and silence.is_still_silent(episode, now)
        and not episode.mentorship.cohort.leaves.at(now).filter(person=message.person_id).exists()
    )


def _still_silent_and_newest(message, now):
    return _still_silent(message, now) and not message.about.steps.filter(number=2).exists()


def _still_silent_and_on_staff(message, now):
    episode = message.about
    return _still_silent(message, now) and (
        still_mentors(message, episode.mentorship.project_id)
        or episode.mentorship.cohort.organizers.filter(person=message.person_id, until=None).exists()
    )


def _of_step(step, person):
    episode = step.episode
    return Draft(
        key=f"silence/{episode.pk}/{step.number}/{person.pk}",
        to=person,
        about=episode,
        **of_cohort(episode.mentorship.cohort),
    )


@letter(
    "mentorship/mail/are_you_all_right",
    kind="care",
    daytime=True,
    still_due=_still_silent_and_newest,
    context=of_letter,
)
def are_you_all_right(step, person):
    return _of_step(step, person)


@letter("mentorship/mail/thinking_of_you", context=of_letter, kind="care", daytime=True, still_due=_still_silent)
def thinking_of_you(step, person):
    return _of_step(step, person)


@letter("mentorship/mail/reach_out", context=of_letter, kind="care", daytime=True, still_due=_still_silent_and_on_staff)
def reach_out(step, person):
    return _of_step(step, person)


@letter(
    "mentorship/mail/at_risk", context=of_letter, kind="organizing", daytime=True, still_due=_still_silent_and_on_staff
)
def at_risk(step, person):
    return _of_step(step, person)


@letter(
    "mentorship/mail/answer_awaited", context=of_letter, kind="care", daytime=True, still_due=_still_silent_and_on_staff
)
def answer_awaited(step, person):
    return _of_step(step, person)


@letter(
    "mentorship/mail/answer_still_awaited",
    context=of_letter,
    kind="care",
    daytime=True,
    still_due=_still_silent_and_on_staff,
)
def answer_still_awaited(step, person):
    return _of_step(step, person)


def about_silence(steps, now):
    """The letters of steps just recorded, in three queries. Where several became due at once, nobody gets an older one.

    Who is on leave gets none; where no mentor is there, the organizers are asked in their place.

    Steps come with their episode, its mentorship and that one's mentee and cohort.
    """
    from ..models import Leave  # which queues letters of this file

    mentorships = [step.episode.mentorship for step in steps]
    mentors = ProjectMentor.objects.filter(project__in={m.project_id for m in mentorships}, until=None)
    organizers = Organizer.objects.filter(cohort__in={m.cohort_id for m in mentorships}, until=None)
    by_project = _grouped(mentors.select_related("person"), "project_id")
    by_cohort = _grouped(organizers.select_related("person"), "cohort_id")
    away = Leave.objects.people_away(now)
    drafts = []
    for _episode, together in groupby(steps, attrgetter("episode")):
        together = list(together)
        for step in together:
            mentorship = step.episode.mentorship
            everybody = by_project.get(mentorship.project_id, []), by_cohort.get(mentorship.cohort_id, [])
            staff = [[row for row in rows if (mentorship.cohort_id, row.person_id) not in away] for rows in everybody]
            newest = step is together[-1]
            tell = _about_mentors if step.episode.side == step.episode.Side.MENTORS else _about_mentee
            drafts += tell(step, *staff, newest=newest)
    return drafts


def _about_mentee(step, mentors, organizers, *, newest):
    mentee = step.episode.mentorship.mentee
    if step.number == 1:
        return [are_you_all_right(step, mentee)] if newest else []
    if step.number == 2:
        return [thinking_of_you(step, mentee), *(reach_out(step, row.person) for row in mentors or organizers)]
    return [at_risk(step, row.person) for row in organizers]


def _about_mentors(step, mentors, organizers, *, newest):
    leads = [row for row in mentors if row.is_lead]
    if step.number == 1:
        return [answer_awaited(step, row.person) for row in leads or mentors or organizers]
    others = [row for row in mentors if not row.is_lead]
    return [answer_still_awaited(step, row.person) for row in (*others, *organizers)]


def _grouped(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(getattr(row, key), []).append(row)
    return groups
