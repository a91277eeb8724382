"""What was submitted is judged: due work, so that receiving it holds up nobody else (docs/architecture.md).

A version is judged once: by the fairness rules, and compared with other applications of the cohort. From then on
reviewers read it. Where a rule stands in the way without an open appeal it is sent back: for some days its person can
put that right, deadline or not, while mentors read it like any other. When these are over it is a draft again.
"""

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from amp_portal import arrival
from amp_portal.outbox.letters import queue_all
from amp_portal.sweeps import sweep
from cohorts import sides
from cohorts.models import Phase, Project

from . import duplicates, eligibility, notices
from .models import Application, Contribution, Version
from .states import State
from .verdicts import TIME_TO_RESPOND

BATCH = 500  # one tick's share

log = structlog.get_logger()


@sweep("submissions")
def judge_received(now) -> dict:
    """Judge what was submitted, then look again at what was sent back. What can't be judged stops nothing else."""
    received = Version.objects.unjudged().order_by("submitted_at", "pk").values_list("application", flat=True)[:BATCH]
    sent_back = Application.objects.sent_back().order_by("sent_back_until", "pk").values_list("pk", flat=True)
    return {"judged": _each(_judge, received, now), "settled": _each(_look_again, sent_back, now)}


def unsettled(cohort, now) -> list[str]:
    """Why neither a shortlist nor results can be published yet, in words, by name. At most three queries."""
    found = []
    applications = cohort.phase(Phase.Kind.APPLICATIONS)
    if applications and arrival.settled(now) < applications.ends_at <= now:
        found.append(_("Applications closed a moment ago, and some may still be on their way. Try again in 5 minutes."))
    if names := _names(cohort.applications.unjudged()):
        found.append(_("Not checked against the eligibility rules yet: %(names)s.") % {"names": names})
    if names := _names(cohort.applications.live().sent_back()):
        found.append(
            _("A rule isn't met, and they still have time to respond (72 hours each): %(names)s.") % {"names": names}
        )
    return found


def _names(applications):
    return ", ".join(
        str(application.person) for application in applications.select_related("person").order_by("person__name", "pk")
    )


def _each(step, pks, now):
    """How many of the applications (pks) it did something to."""
    done = 0
    for pk in dict.fromkeys(pks):
        try:
            done += step(pk, now)
        except Exception:  # it stays due
            log.exception("submission not judged", step=step.__name__, pk=pk)
    return done


@transaction.atomic
def _judge(pk, now):
    """Whether there still was something to judge: another worker may have been faster."""
    application = _locked(pk)
    if not application.versions.unjudged().update(judged_at=now):
        return False
    if application.state in (State.SUBMITTED, State.IN_REVIEW):
        _take_in(application, application.last_submitted(), now)
    return True


def _locked(pk):
    """Duplicates are found one after another, so the cohort is locked, too; nobody submits under that lock."""
    application = Application.objects.select_related("person").get(pk=pk)
    application.cohort = application.lock_everybody()
    return application


def _take_in(application, version, now):
    """Part of judging: reviewers read this version from now on."""
    before = application.checks.first()
    verdict = eligibility.check(application, "submission", now, version=version).verdict
    standing = application.unappealed(verdict.failures)
    application.submitted_version = version
    application.sent_back_until = _respond_by(application, before, standing, now)
    application.save(update_fields=["submitted_version", "sent_back_until"])
    application.shortlist_places.exclude(project__in=version.choices.values("project")).delete()
    Contribution.take_in(application, version, now)
    duplicates.look(application, now)
    letter = notices.sent_back if standing else notices.submitted
    letter(application).queue(now)
    _tell_of_withdrawn(application, version, now)
    if application.is_in_review:
        notices.queue_to_review(application, now)  # to mentors of projects chosen only now


def _respond_by(application, before, standing, now):
    """Until when they can respond: 72 hours for each rule that was met before; None where nothing stands."""
    if not standing:
        return None
    known = {finding.rule for finding in before.verdict.failures} if before else set()
    is_known = {finding.rule for finding in standing} <= known
    return (is_known and application.sent_back_until) or now + TIME_TO_RESPOND


def _tell_of_withdrawn(application, version, now):
    """Chosen projects may have left the idea list since it was submitted: nobody told its person then."""
    gone = Project.objects.filter(choices__version=version).exclude(pk__in=Project.objects.published())
    queue_all([notices.choice_withdrawn(application, each, each.moves.latest("pk")) for each in gone], now)


@transaction.atomic
def _look_again(pk, now):
    """Whether it is settled: nothing stands in the way any more, or the time to answer is over."""
    application = _locked(pk)
    if application.sent_back_until is None or application.versions.unjudged().exists():
        return False
    person, cohort, version = application.person, application.cohort, application.submitted_version
    verdict = eligibility.verdict_on(person, cohort, now, version=version)
    standing = application.unappealed(verdict.failures)
    if standing and now < application.sent_back_until:
        return False
    if standing:
        _hand_back(application, standing, now)
    else:
        application.sent_back_until = None
        application.save(update_fields=["sent_back_until"])
        notices.stands(application).queue(now)
    return True


def _hand_back(application, standing, now):
    """It is a draft again, which can be submitted while applications are open. Gives the contributors' side back."""
    application.shortlist_places.all().delete()  # nobody was told
    reason = " ".join(finding.reason for finding in standing)
    application.move(State.DRAFT, by=None, at=now, reason=reason)
    sides.release_contributor_side(application.cohort, application.person)
    if application.draft() is None:
        application.submitted_version.copy_for_editing(now)
    notices.handed_back(application, standing).queue(now)
