"""What follows when somebody submits, withdraws, or a project they chose leaves the idea list."""

from amp_portal.outbox.letters import Draft, letter
from cohorts.notices import of_cohort

from .dates import dates_of


@letter("applications/mail/submitted", kind="receipts", context=dates_of)
def submitted(application):
    """A receipt for each submission, once it is judged."""
    return Draft(
        key=f"submitted/{application.submitted_version_id}",
        to=application.person,
        about=application,
        **of_cohort(application.cohort),
    )


def _while_open(message):
    """``closes``: the deadline, where it had not passed when this was written."""
    phase = message.about.cohort.phase("applications")
    return {"closes": phase.ends_at if phase and phase.is_open(message.created_at) else None}


def _can_be_answered(message, now):
    return message.about is not None and message.about.sent_back_until is not None


def _what_stands_in_the_way(message):
    """``until``: the end of the time to answer; ``failures``: the rules that are not met, as judged last."""
    application = message.about
    check = application.checks.first()
    return dates_of(message) | {
        "until": application.sent_back_until,
        "failures": check.verdict.failures if check else [],
    }


@letter("applications/mail/sent_back", kind="receipts", still_due=_can_be_answered, context=_what_stands_in_the_way)
def sent_back(application):
    """The receipt of a submission that a rule stands in the way of: what can be done about it, and until when."""
    return Draft(
        key=f"sent-back/{application.submitted_version_id}",
        to=application.person,
        about=application,
        **of_cohort(application.cohort),
    )


@letter("applications/mail/stands", kind="receipts")
def stands(application):
    """After ``sent_back``: nothing stands in the way any more."""
    return Draft(
        key=f"stands/{application.submitted_version_id}",
        to=application.person,
        about=application,
        **of_cohort(application.cohort),
    )


@letter("applications/mail/handed_back", kind="receipts", context=_while_open)
def handed_back(application, failures):
    """After ``sent_back``: the time to answer is over, and it is a draft again."""
    move = application.moves.latest("pk")
    return Draft(
        key=f"handed-back/{move.pk}",
        to=application.person,
        about=application,
        facts={"reasons": [finding.reason for finding in failures]},
        **of_cohort(application.cohort),
    )


@letter("applications/mail/withdrawn", kind="receipts", context=_while_open)
def withdrawn(application):
    return Draft(
        key=f"withdrawn/{application.last_submitted().pk}",
        to=application.person,
        about=application,
        **of_cohort(application.cohort),
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
