"""Until when mentors may apply, propose and edit (docs/program.md, A cohort's year). A check raises a Refusal."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal
from amp_portal.tags import in_words

MENTOR_CALL, APPLICATIONS, PROGRAM = "mentor_call", "applications", "program"  # kinds of phases


def last_day_of(cohort, week):
    """The last day of a week of the program, in the cohort's zone."""
    program = cohort.phase(PROGRAM)
    first = timezone.localdate(program.starts_at, cohort.zone) if program else cohort.kickoff
    return first + timedelta(days=7 * week - 1)


def why_not(check, *args):
    """The reason a check refuses, or nothing."""
    try:
        check(*args)
    except Refusal as refusal:
        return str(refusal)
    return ""


def check_call(cohort, now):
    """The call for mentors and project ideas is open."""
    call = cohort.window(MENTOR_CALL)
    if now < call.starts_at:
        raise Refusal(_("The call for mentors and project ideas opens on %(day)s.") % {"day": in_words(call.starts_at)})
    if now >= call.ends_at:
        raise Refusal(
            _("The call for mentors and project ideas closed on %(day)s. The organizers can still invite you.")
            % {"day": in_words(call.ends_at)}
        )


def is_invited(cohort, person):
    """Whether the person came to mentor by an organizer's invitation."""
    return cohort.mentor_applications.filter(person=person, invited_at__isnull=False).exists()


def proposals_close(cohort, *, invited):
    """When new ideas are due: with the call, or, for whoever was invited, with the applications. None: unknown."""
    phase = cohort.phase(APPLICATIONS if invited else MENTOR_CALL)
    return phase and phase.ends_at


def edits_close(cohort):
    """Until when ideas that were submitted may be reworked. None: unknown."""
    phase = cohort.phase(APPLICATIONS)
    return phase and phase.ends_at


def check_proposing(cohort, person, now):
    """New ideas: while the call is open; from mentors who were invited, until applications close."""
    if is_invited(cohort, person):
        check_editing(cohort, now)
    else:
        check_call(cohort, now)


def check_editing(cohort, now):
    """Ideas already submitted may be reworked until applications close; from then on people rely on them."""
    applications = cohort.window(APPLICATIONS)
    if now >= applications.ends_at:
        raise Refusal(
            _("Applications closed on %(day)s. Project ideas stay as they are now.")
            % {"day": in_words(applications.ends_at)}
        )
