"""The letters of this app: to applicants, mentors and organizers."""

from amp_portal.outbox.letters import SLACK, Draft, letter, queue_all
from amp_portal.users.models import Person
from cohorts.models import Organizer, ProjectMentor
from cohorts.notices import of_cohort

from .blinding import veil_for
from .models.version import Choice
from .states import State


def _dates(message):
    """The dates of the cohort that a letter about an application or an offer names; None where they are not set."""
    cohort = getattr(message.about, "application", message.about).cohort
    applications, review, program = map(cohort.phase, ("applications", "review", "program"))
    return {
        "closes": applications and applications.ends_at,
        "review_ends": review and review.ends_at,
        "starts": program and program.starts_at,
    }


@letter("applications/mail/submitted", kind="receipts", context=_dates)
def submitted(application):
    """A receipt for each submission."""
    return Draft(
        key=f"submitted/{application.submitted_version_id}",
        to=application.person,
        about=application,
        **of_cohort(application.cohort),
    )


def _while_open(message):
    """``closes``: the deadline, where it had not passed when the application was withdrawn."""
    phase = message.about.cohort.phase("applications")
    return {"closes": phase.ends_at if phase and phase.is_open(message.created_at) else None}


@letter("applications/mail/withdrawn", kind="receipts", context=_while_open)
def withdrawn(application):
    return Draft(
        key=f"withdrawn/{application.submitted_version_id}",
        to=application.person,
        about=application,
        **of_cohort(application.cohort),
    )


@letter("applications/mail/waitlisted", kind="program", context=_dates)
def waitlisted(application, note=""):
    """``note``: words for this person alone, if any."""
    return Draft(
        key=f"waitlisted/{application.pk}",
        to=application.person,
        about=application,
        facts={"note": note},
        **of_cohort(application.cohort),
    )


@letter("applications/mail/waiting_ended", kind="program")
def waiting_ended(application):
    """To who still waits when the program begins."""
    return Draft(
        key=f"waiting-ended/{application.pk}", to=application.person, about=application, **of_cohort(application.cohort)
    )


@letter("applications/mail/set_aside", kind="program")
def set_aside(application):
    """To somebody whose application looks like a second one. It tells nothing about the other."""
    return _of_twin("set-aside", application)


@letter("applications/mail/taken_up_again", kind="program")
def taken_up_again(application):
    return _of_twin("taken-up-again", application)


def _of_twin(what, application):
    move = application.moves.latest("pk")
    return Draft(key=f"{what}/{move.pk}", to=application.person, about=application, **of_cohort(application.cohort))


@letter("applications/mail/declined", kind="program")
def declined(application):
    return Draft(
        key=f"declined/{application.pk}", to=application.person, about=application, **of_cohort(application.cohort)
    )


def _deadline_if_open(message):
    """``closes``: the deadline, where it had not passed when the project was withdrawn."""
    return {"closes": message.about.cohort.window("applications").ends_at if message.facts["open"] else None}


@letter("applications/mail/choice_withdrawn", kind="program", context=_deadline_if_open)
def choice_withdrawn(application, project, move):
    """A chosen project left the idea list. Expects the submitted choices with their projects."""
    choices = application.submitted_version.choices.all()
    return Draft(
        key=f"choice-withdrawn/{move.pk}/{application.pk}",
        to=application.person,
        about=application,
        facts={
            "project": project.title,
            "others": [str(choice.project) for choice in choices if choice.project.is_published],
            "open": application.cohort.is_open("applications", move.at),
        },
        **of_cohort(application.cohort),
    )


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
    return _dates(message) | {"applicant": veil_for(message.person, application.cohort).name(application)}


@letter("applications/mail/to_review", kind="duties", daytime=True, still_due=_still_to_review, context=_unseen)
def to_review(application, mentor, passed_on):
    """Once for each time it was passed on: whoever withdraws and applies again is read again."""
    return Draft(
        key=f"to-review/{passed_on.pk}/{mentor.pk}", to=mentor, about=application, **of_cohort(application.cohort)
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


def _finals_left_for(message):
    from .finals import left_for  # its models write letters

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


def left_for(mentor, cohort):
    """How many reviews a mentor has still to write in a cohort."""
    waiting = Choice.objects.in_review_with(mentor).with_reviews_by(mentor).filter(own_reviews=0)
    return waiting.filter(version__application__cohort=cohort).count()


def reviewers(application):
    """Current mentors of the projects the last submission names, without those who declared a conflict of interest."""
    mentors = ProjectMentor.objects.filter(project__choices__version=application.submitted_version_id, until=None)
    return Person.objects.filter(pk__in=mentors.values("person")).exclude(
        pk__in=application.recusals.standing().values("person")
    )


def queue_to_review(application, now):
    passed_on = application.moves.filter(was=State.SUBMITTED, state=State.IN_REVIEW).latest("pk")
    queue_all([to_review(application, mentor, passed_on) for mentor in reviewers(application)], now)


def _contribution_dates(message):
    """The phase in which those on the shortlist contribute; empty where it has no dates."""
    phase = message.about.cohort.phase("contribution")
    return {"begins": phase and phase.starts_at, "ends": phase and phase.ends_at}


@letter("applications/mail/shortlisted", kind="program", context=_contribution_dates)
def shortlisted(application):
    """To those on the shortlist, as it is published, and to nobody else."""
    return Draft(
        key=f"shortlisted/{application.pk}", to=application.person, about=application, **of_cohort(application.cohort)
    )


@letter("applications/slack/published", channels=SLACK)
def published(publication):
    """To the organizers' channel in Slack, once everybody has been told."""
    return Draft(key=f"published/{publication.pk}", to=None, about=publication, **of_cohort(publication.cohort))


@letter("applications/mail/offered", kind="program")
def offered(offer, note=""):
    """``note``: words for this person alone, if any."""
    return _about_offer("offered", offer, note=note)


def _still_open(message, now):
    return message.about is not None and message.about.is_open


@letter("applications/mail/extended", kind="program", still_due=_still_open)
def extended(offer):
    return _about_offer("offer-extended", offer, f"/{offer.answer_by:%Y%m%d}")


@letter("applications/mail/taken_back", kind="program")
def taken_back(offer):
    return _about_offer("offer-taken-back", offer)


@letter("applications/mail/lapsed", kind="program")
def lapsed(offer):
    return _about_offer("offer-lapsed", offer)


@letter("applications/mail/offer_reminder", kind="duties", daytime=True, still_due=_still_open)
def offer_reminder(offer, days):
    """Some days before the last one to answer; again where that has moved."""
    return _about_offer("offer-reminder", offer, f"/{offer.answer_by:%Y%m%d}/{days}")


@letter("applications/mail/accepted", kind="program", context=_dates)
def accepted(offer):
    return _about_offer("accepted", offer)


@letter("applications/mail/turned_down", kind="receipts")
def turned_down(offer):
    return _about_offer("turned-down", offer)


def _about_offer(what, offer, suffix="", **facts):
    application = offer.application
    return Draft(
        key=f"{what}/{offer.pk}{suffix}",
        to=application.person,
        about=offer,
        facts=facts,
        **of_cohort(application.cohort),
    )


@letter("applications/mail/answered", kind="news", context=_dates)
def answered(offer, reader):
    """What the applicant answered, for the project's mentors and the organizers."""
    return Draft(key=f"answered/{offer.pk}/{reader.pk}", to=reader, about=offer, **of_cohort(offer.application.cohort))


def queue_accepted(offer, now):
    """A receipt to the new mentee; the news to all mentors of the project and the organizers."""
    mentors = ProjectMentor.objects.filter(project=offer.project_id, until=None).values("person")
    readers = Person.objects.filter(pk__in=mentors) | _organizers(offer)
    queue_all([accepted(offer), *(answered(offer, reader) for reader in readers.distinct())], now)


def queue_turned_down(offer, now):
    """A receipt to the applicant; the news to the organizers."""
    queue_all([turned_down(offer), *(answered(offer, reader) for reader in _organizers(offer))], now)


def _organizers(offer):
    organizers = Organizer.objects.filter(cohort=offer.application.cohort_id, until=None)
    return Person.objects.filter(pk__in=organizers.values("person"))


@letter("applications/mail/result_test", kind="program")
def result_test(selection, reader, text, now):
    """What somebody would read with the results, to an organizer who wants to see it arrive."""
    application = selection.application
    return Draft(
        key=f"result-test/{selection.pk}/{reader.pk}/{now:%Y%m%d%H%M%S%f}",
        to=reader,
        facts={
            "slug": application.cohort.slug,
            "application": application.pk,
            "applicant": str(application.person),
            "subject": text.subject,
            "body": text.body,
        },
        **of_cohort(application.cohort),
    )


# Appeals and flags ------------------------------------------------------------------------


def _about_appeal(what, appeal, reader):
    return Draft(key=f"{what}/{appeal.pk}/{reader.pk}", to=reader, about=appeal, **of_cohort(appeal.application.cohort))


@letter("applications/mail/appealed", kind="receipts")
def appealed(appeal):
    """A receipt for the applicant."""
    return _about_appeal("appealed", appeal, appeal.application.person)


def _appeal_is_open(message, now):
    return message.about is not None and message.about.is_open


@letter("applications/mail/to_decide", kind="organizing", still_due=_appeal_is_open)
def to_decide(appeal, reader):
    return _about_appeal("to-decide", appeal, reader)


def queue_appealed(appeal, now):
    """To the applicant, and to those who can answer."""
    queue_all([appealed(appeal), *(to_decide(appeal, reader) for reader in appeal.deciders())], now)


@letter("applications/mail/appeal_decided", kind="program")
def appeal_decided(appeal):
    return _about_appeal("appeal-decided", appeal, appeal.application.person)


def _flag_is_open(message, now):
    return message.about is not None and message.about.is_open


@letter("applications/mail/flagged", kind="organizing", still_due=_flag_is_open)
def flagged(flag, reader):
    return Draft(key=f"flagged/{flag.pk}/{reader.pk}", to=reader, about=flag, **of_cohort(flag.application.cohort))


def queue_flagged(flag, now):
    """To the organizers of the cohort."""
    organizers = Organizer.objects.filter(cohort=flag.application.cohort_id, until=None)
    queue_all([flagged(flag, organizer.person) for organizer in organizers.select_related("person")], now)
