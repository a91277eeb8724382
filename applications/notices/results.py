"""How it ended: the shortlist, a place on the waiting list, no place this time."""

from amp_portal.outbox.letters import SLACK, Draft, letter
from cohorts.notices import of_cohort

from .dates import dates_of


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


@letter("applications/mail/waitlisted", kind="program", context=dates_of)
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


@letter("applications/mail/declined", kind="program")
def declined(application):
    return Draft(
        key=f"declined/{application.pk}", to=application.person, about=application, **of_cohort(application.cohort)
    )


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
