"""What follows when somebody submits, withdraws, or a project they chose leaves the idea list."""

from amp_portal.outbox.letters import Draft, letter
from cohorts.notices import of_cohort

from .dates import dates_of


@letter("applications/mail/submitted", kind="receipts", context=dates_of)
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
