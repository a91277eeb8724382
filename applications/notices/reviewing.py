"""What mentors are asked to read, and what is said about it."""

from amp_portal.outbox.letters import Draft, letter, queue_all
from amp_portal.users.models import Person
from cohorts.models import ProjectMentor
from cohorts.notices import of_cohort

from ..blinding import for_reviewers, veil_for
from ..models.version import Choice
from ..states import State
from .dates import dates_of


def _still_to_review(message, now):
    application = message.about
    return (
        application is not None
        and application.state == State.IN_REVIEW
        and not application.reviews.filter(reviewer=message.person).exists()
        and reviewers(application).filter(pk=message.person_id).exists()
    )


def _unseen(message):
    """The applicant as the mentor may know them, and the dates."""
    application = message.about
    return dates_of(message) | {"applicant": veil_for(message.person, application.cohort).name(application)}


@letter("applications/mail/to_review", kind="duties", daytime=True, still_due=_still_to_review, context=_unseen)
def to_review(application, mentor, passed_on):
    """Once for each time it was passed on: whoever withdraws and applies again is read again."""
    return Draft(
        key=f"to-review/{passed_on.pk}/{mentor.pk}", to=mentor, about=application, **of_cohort(application.cohort)
    )


def queue_to_review(application, now):
    """To its mentors, once they may read it: in blind review perhaps not before an organizer has looked."""
    from ..redacted import waits_for_a_look  # its models write letters

    if waits_for_a_look(application, for_reviewers(application.cohort), now):
        return
    passed_on = application.moves.filter(was=State.SUBMITTED, state=State.IN_REVIEW).latest("pk")
    queue_all([to_review(application, mentor, passed_on) for mentor in reviewers(application)], now)


def reviewers(application):
    """Current mentors of the projects the last submission names, without those who declared a conflict of interest."""
    mentors = ProjectMentor.objects.filter(project__choices__version=application.submitted_version_id, until=None)
    return Person.objects.filter(pk__in=mentors.values("person")).exclude(
        pk__in=application.recusals.standing().values("person")
    )


def _something_left(message, now):
    cohort = message.about
    return cohort is not None and cohort.is_open("review", now) and left_for(message.person, cohort) > 0


def _left(message):
    cohort = message.about
    return {"left": left_for(message.person, cohort), "closes": cohort.window("review").ends_at}


@letter("applications/mail/review_reminder", kind="duties", daytime=True, still_due=_something_left, context=_left)
def review_reminder(cohort, mentor, rung):
    """``rung``: days before the review phase closes. Once for each."""
    return Draft(key=f"review-reminder/{cohort.pk}/{mentor.pk}/{rung}", to=mentor, about=cohort, **of_cohort(cohort))


def left_for(mentor, cohort):
    """How many reviews a mentor has still to write in a cohort."""
    waiting = Choice.objects.in_review_with(mentor).with_reviews_by(mentor).filter(own_reviews=0)
    return waiting.filter(version__application__cohort=cohort).count()


def _finals_left_for(message):
    from ..finals import left_for  # its models write letters

    return left_for(message.person, message.about)


def _finals_left(message, now):
    cohort = message.about
    return cohort is not None and cohort.is_open("selection", now) and _finals_left_for(message) > 0


def _final_reviews(message):
    return {"left": _finals_left_for(message), "closes": message.about.window("selection").ends_at}


@letter(
    "applications/mail/final_review_reminder",
    kind="duties",
    daytime=True,
    still_due=_finals_left,
    context=_final_reviews,
)
def final_review_reminder(cohort, mentor, rung):
    """``rung``: days before the selection phase closes. Once for each."""
    return Draft(key=f"final-review/{cohort.pk}/{mentor.pk}/{rung}", to=mentor, about=cohort, **of_cohort(cohort))


def _reason_given(message):
    return _unseen(message) | {"reason": "\n".join(f"> {line}" for line in message.facts["reason"].splitlines())}


@letter("applications/mail/recusal_lifted", kind="duties", context=_reason_given)
def recusal_lifted(recusal):
    """To the mentor, when an organizer found that there is no conflict."""
    application = recusal.application
    return Draft(
        key=f"recusal-lifted/{recusal.pk}",
        to=recusal.person,
        about=application,
        facts={"reason": recusal.lifted_because},
        **of_cohort(application.cohort),
    )


def _quoted(message):
    """The comment, and what it is on, as quotations."""
    comment = message.about
    texts = {"entry": comment.of.text, "comment": comment.text}
    return {name: "\n".join(f"> {line}" for line in text.splitlines()) for name, text in texts.items()}


@letter("applications/mail/commented", kind="news", daytime=True, context=_quoted)
def commented(comment):
    """What somebody says about an entry of the contribution log, to the applicant."""
    application = comment.application
    return Draft(key=f"commented/{comment.pk}", to=application.person, about=comment, **of_cohort(application.cohort))
