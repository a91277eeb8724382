"""What waits for mentees and mentors: forms of an evaluation, results, letters to write, a plan to look at again."""

from datetime import datetime, time, timedelta

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.todo import LEAD, Audience, Date, Todo, has_any, todos
from cohorts.handover import passes_on
from cohorts.organizing import belongs_to
from cohorts.roles import roles_of
from mentorship.models import OwnWindow
from mentorship.todo.people import own_mentorships, running

from .. import duties
from ..models import (
    Certificate,
    Decision,
    FollowUp,
    Form,
    Recommendation,
    Round,
    StipendLine,
    SupportPlan,
)

NEWS_FOR = timedelta(days=30)
URGENT = timedelta(days=2)


def _own(reader):
    """The person's mentorships as a mentee, by pk."""
    return {each.pk: each for each in reader.once(own_mentorships) if each.mentee_id == reader.person.pk}


def _completed(reader):
    return [pk for pk, mentorship in _own(reader).items() if mentorship.is_completed]


def _fresh_results(reader):
    return Decision.objects.told_to(reader.person).filter(told_at__gt=reader.now - NEWS_FOR)


def _shared_plans(reader):
    return SupportPlan.objects.open().shared().filter(mentorship__in=[each.pk for each in reader.once(running)])


def _open_follow_ups(reader):
    asked = FollowUp.objects.filter(asked_at__lte=reader.now, closes_at__gt=reader.now, answered_at=None)
    return asked.filter(mentorship__in=_completed(reader))


@has_any
def what_few_have(reader):
    """Of this app."""
    if any(role.outcome is not None for role in reader.once(roles_of)):
        yield "stipend", StipendLine.objects.filter(person=reader.person)
    if any(each.cohort.has_closed("midterm", reader.now) for each in _own(reader).values()):
        yield "result", _fresh_results(reader)
    if completed := _completed(reader):
        yield "certificate", Certificate.objects.filter(mentorship__in=completed)
        yield "letter", Recommendation.objects.signed().filter(mentorship__in=completed)
        yield "follow_up", _open_follow_ups(reader)
    if any(each.cohort.has_opened("midterm", reader.now) for each in reader.once(running)):
        yield "plan", _shared_plans(reader)


# Forms of an evaluation --------------------------------------------------------------------


@todos
def evaluations(reader):
    """Each form the person owes, from some days before its window opens; in calendars until the result is told."""
    mentorships = _near_an_evaluation(reader)
    if not mentorships:
        return
    cohorts = {mentorship.cohort_id: mentorship.cohort for mentorship in mentorships}
    rounds = list(Round.objects.filter(cohort__in=cohorts))
    for round in rounds:
        round.cohort = cohorts[round.cohort_id]
    told = _told(mentorships) if reader.for_calendar else ()
    for duty in duties.of_one(reader.person, rounds, mentorships):
        if duty.round.window and (duty.round.pk, duty.mentorship.pk) not in told:
            yield _form(duty, reader.now)


def _near_an_evaluation(reader):
    """Running mentorships with a window that is open or opens soon; for a calendar, all of them."""
    found = reader.once(running)
    prefetch_related_objects([each for each in found if each.has_own_windows], "windows")
    others = [each for each in found if not each.has_own_windows]
    prefetch_related_objects(others, Prefetch("windows", OwnWindow.objects.none()))  # asks nothing
    return [each for each in found if reader.for_calendar or _is_near(each.window, reader.now)]


def _is_near(window_of, now):
    windows = filter(None, map(window_of, Round.Kind.values))
    return any(window.starts_at <= now + LEAD and now < window.ends_at for window in windows)


def _told(mentorships):
    decisions = Decision.objects.told().filter(mentorship__in=mentorships)
    return set(decisions.values_list("round_id", "mentorship_id"))


def _form(duty, now):
    round, cohort = duty.round, duty.round.cohort
    text = _("Ten to fifteen minutes. You can save and come back.")
    if not round.has_opened(now):
        text = _("Nothing to do yet. The %(round)s evaluation opens") % {"round": round}
    return Todo(
        f"evaluation/{round.pk}/{duty.mentorship.pk}/{duty.form}",
        duty.title,
        duty.url,
        Audience.MENTORS if duty.form == Form.MENTOR_ON_MENTEE else Audience.MENTEE,
        who=duty.mentorship.mentee,
        text=text,
        opens=round.opens_at,
        due=round.closes_at,
        action=_("Start"),
        urgency="late" if round.closes_at - now < URGENT else "soon",
        done=duty.is_done or round.has_closed(now),
        date=_window(round, duty.mentorship),
        **belongs_to(cohort),
    )


@passes_on
def with_the_project(project, person, now):
    """Forms of the mentors that are open and nobody has submitted; a draft of whoever leaves does not count."""
    rounds = Round.objects.with_window().filter(cohort=project.cohort_id).opening_before(now, and_open_at=now)
    for duty in duties.of(rounds, project.mentorships.active()):
        if duty.form == Form.MENTOR_ON_MENTEE and not duty.is_done and duty.round.is_open(now):
            yield _form(duty, now)


def _window(round, mentorship):
    """One entry for all mentorships of a cohort, but for those with dates of their own."""
    names = {"cohort": mentorship.cohort, "round": round, "mentee": mentorship.mentee}
    title = _("%(cohort)s: %(round)s evaluation of %(mentee)s") if round.has_own_window else ""
    return Date(
        f"round/{round.pk}/{mentorship.pk}" if round.has_own_window else f"round/{round.pk}",
        (title or _("%(cohort)s: %(round)s evaluation")) % names,
        round.opens_at,
        round.closes_at,
        reverse("evaluations:result", args=[round.pk, mentorship.pk]),
    )


# What came of it ---------------------------------------------------------------------------


@todos
def results(reader):
    """Fresh results of the person's own mentorships."""
    if not reader.has("result"):
        return
    own = _own(reader)
    for decision in _fresh_results(reader).select_related("round"):
        yield Todo(
            f"result/{decision.pk}",
            _("Your %(round)s results are in") % {"round": decision.round},
            reverse("evaluations:result", args=[decision.round_id, decision.mentorship_id]),
            Audience.MENTEE,
            text=_("With what your mentors wrote for you."),
            action=_("Read them"),
            **belongs_to(own[decision.mentorship_id].cohort),
        )


def own_certificates(reader) -> list[Certificate]:
    """The newest of each mentorship."""
    if not reader.has("certificate"):
        return []
    own = _own(reader)
    found = list(Certificate.objects.newest().filter(mentorship__in=own))
    for certificate in found:
        certificate.mentorship = own[certificate.mentorship_id]
    return found


@todos
def certificates(reader):
    for certificate in reader.once(own_certificates):
        if certificate.is_valid and certificate.issued_at > reader.now - NEWS_FOR:
            yield Todo(
                f"certificate/{certificate.pk}",
                _("Your certificate is ready"),
                certificate.get_absolute_url(),
                Audience.MENTEE,
                text=_("Download it, and choose what its public page shows."),
                action=_("Open your certificate"),
                **belongs_to(certificate.mentorship.cohort),
            )


@todos
def fresh_letters(reader):
    """Signed lately, for the mentee."""
    if not reader.has("letter"):
        return
    own = _own(reader)
    fresh = Recommendation.objects.signed().filter(mentorship__in=own, signed_at__gt=reader.now - NEWS_FOR)
    for letter in fresh.select_related("author"):
        yield Todo(
            f"letter/{letter.pk}",
            _("A letter of recommendation for you"),
            letter.get_absolute_url(),
            Audience.MENTEE,
            text=_("Written by %(author)s, signed by the organizers.") % {"author": letter.author},
            action=_("Read it"),
            **belongs_to(own[letter.mentorship_id].cohort),
        )


@todos
def letters_to_write(reader):
    """For mentors: one for all mentees of a cohort who completed it, while its recognition lasts."""
    completed = [each for each in reader.once(own_mentorships) if each.is_completed]
    mentored = [each for each in completed if each.mentee_id != reader.person.pk and _is_recognized(each, reader.now)]
    if not mentored:
        return
    written = Recommendation.objects.handed_in().filter(author=reader.person, mentorship__in=mentored)
    done, by_cohort = set(written.values_list("mentorship", flat=True)), {}
    for mentorship in mentored:
        if mentorship.pk not in done:
            by_cohort.setdefault(mentorship.cohort, []).append(mentorship)
    for cohort, owed in by_cohort.items():
        yield Todo(
            f"letters/{cohort.pk}",
            ngettext("A letter for the mentee you guided", "Letters for the mentees you guided", len(owed)),
            reverse("evaluations:mentees-recognition"),
            Audience.MENTORS,
            text=_("A few honest paragraphs help them for years. Best by"),
            due=cohort.phase("recognition").ends_at,
            action=_("Write"),
            **belongs_to(cohort),
        )


def _is_recognized(mentorship, now):
    recognition = mentorship.cohort.phase("recognition")
    return recognition is not None and now < recognition.ends_at


@todos
def plans(reader):
    """A support plan that was shared: its people look at it again on the day they agreed."""
    if not reader.has("plan"):
        return
    known = {mentorship.pk: mentorship for mentorship in reader.once(running)}
    for plan in _shared_plans(reader):
        mentorship = known[plan.mentorship_id]
        day = datetime.combine(plan.review_on + timedelta(days=1), time(), mentorship.cohort.zone)
        is_mentee = mentorship.mentee_id == reader.person.pk
        yield Todo(
            f"support-plan/{plan.pk}",
            _("Look at the support plan again"),
            plan.get_absolute_url(),
            Audience.MENTEE if is_mentee else Audience.MENTORS,
            who=mentorship.mentee,
            text=_("For “%(project)s”: who helps with what, and how it is going.") % {"project": mentorship.project},
            due=day if reader.now < day else None,
            action=_("Open the plan"),
            rests=True,
            **belongs_to(mentorship.cohort),
        )


@todos
def follow_ups(reader):
    """A few questions to whoever completed the program, some months later. Nothing follows from not answering."""
    if not reader.has("follow_up"):
        return
    own = _own(reader)
    for asked in _open_follow_ups(reader):
        yield Todo(
            f"follow-up/{asked.pk}",
            _("How are you doing since the program?"),
            asked.link,
            Audience.MENTEE,
            text=_("Three short questions. Answering is optional."),
            due=asked.closes_at,
            action=_("Answer"),
            **belongs_to(own[asked.mentorship_id].cohort),
        )
