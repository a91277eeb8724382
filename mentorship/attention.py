"""What of the mentorships stands on the organizers' attention list: silent mentees, and mentees who wait long."""

from datetime import timedelta

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from cohorts.attention import Event, Matter, matters

from .models import Entry, Episode, Mentorship, SupportRequest
from .todo.organizers import left_unanswered


@matters
def silent_mentees(cohort, now):
    """Mentorships at risk, until an organizer closes it; a sign of life meanwhile only takes the hurry out of it."""
    at_risk = Mentorship.objects.filter(cohort=cohort).at_risk().with_signs()
    for mentorship in at_risk.select_related("mentee", "project").prefetch_related("episodes__steps"):
        yield _silent(mentorship)


def key_of_silent(mentorship):
    """Names the matter of a mentorship at risk."""
    return f"silent/{mentorship.pk}/{mentorship.at_risk_since:%Y%m%dT%H%M%S%f}"


def _silent(mentorship):
    episodes = [episode for episode in mentorship.episodes.all() if episode.side == Episode.Side.MENTEE]
    newest = max(episodes, key=lambda episode: episode.silent_since, default=None)
    since = newest.silent_since if newest else mentorship.at_risk_since
    heard = mentorship.mentee_heard_at if mentorship.mentee_heard_at and mentorship.mentee_heard_at > since else None
    said = {
        1: _("%(mentee)s was asked how they are"),
        2: _("They were asked again, and the mentors to reach out"),
        3: _("The organizers were told"),
    }
    history = _steps(newest, said, mentorship)
    if heard:
        history.append(Event(heard, _("A sign of life of %(mentee)s") % {"mentee": mentorship.mentee}))
    return Matter(
        key=key_of_silent(mentorship),
        kind=_("silent mentee"),
        person=mentorship.mentee,
        about=mentorship.project.title,
        since=since,
        urgency="info" if heard else "danger",
        next_step=_("They have written again. Is all well? Then a last word takes it off the list.")
        if heard
        else _("Ask how they are. A personal word often helps most."),
        url=mentorship.get_absolute_url(),
        action=_("Open their room"),
        history=history,
        settle=mentorship.close_attention,
    )


@matters
def unanswered_mentees(cohort, now):
    """Questions that organizers were told nobody answers, until an organizer closes it, answered meanwhile or not."""
    told = left_unanswered().filter(mentorship__cohort=cohort)
    unanswered = Prefetch("mentorship__entries", Entry.objects.unanswered(), to_attr="unanswered")
    told = told.select_related("mentorship__mentee", "mentorship__project").prefetch_related("steps", unanswered)
    for episode in told:
        yield _unanswered(episode)


def _unanswered(episode):
    mentorship = episode.mentorship
    left = ", ".join(asked.headline for asked in mentorship.unanswered)
    said = {1: _("The lead mentors were reminded"), 2: _("Co-mentors and organizers were told")}
    history = _steps(episode, said, mentorship)
    if episode.ended_at:
        history.append(Event(episode.ended_at, _("The mentors have given a sign")))
    return Matter(
        key=f"unanswered/{episode.pk}",
        kind=_("unanswered mentee"),
        person=mentorship.mentee,
        about=mentorship.project.title,
        since=episode.silent_since,
        urgency="info" if episode.ended_at else "warning",
        next_step=_("Ask the mentors whether they need help. Unanswered: %(what)s.") % {"what": left}
        if left
        else _("Answered meanwhile. If that is enough, a last word takes it off the list."),
        url=mentorship.get_absolute_url(),
        action=_("Open their room"),
        history=history,
    )


def _steps(episode, said, mentorship):
    """What was done about a silence so far; ``said`` puts its steps into words."""
    steps = [step for step in episode.steps.all() if step.number in said] if episode else []
    return [Event(step.recorded_at, said[step.number] % {"mentee": mentorship.mentee}) for step in steps]


SOON = timedelta(days=2)  # by then somebody should have taken a request


@matters
def requests_for_help(cohort, now):
    """Until they are solved: what nobody has taken first."""
    asked = SupportRequest.objects.filter(cohort=cohort).open().with_people().prefetch_related("moves__by")
    for request in asked:
        yield _asked(request, now)


def _asked(request, now):
    late = now - request.asked_at > SOON
    return Matter(
        key=f"support/{request.pk}",
        kind=_("asks for help"),
        person=request.asker,
        about=request.get_topic_display(),
        since=request.asked_at,
        urgency="info" if request.is_taken else "danger" if late else "warning",
        next_step=_("%(person)s looks after it.") % {"person": request.in_hands_of}
        if request.is_taken
        else _("Take it, or pass it on to who can help best."),
        url=request.get_absolute_url(),
        action=_("Read and answer"),
        history=[Event(move.at, f"{move.label} ({move.by})") for move in request.moves.all()],
        is_settled_elsewhere=True,
    )
