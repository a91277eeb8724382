"""The settings of a cohort that a rule, an offer or a payment reads: whose they are, and from when they are promises.

They are the lead organizers' (and superusers'), and change by ``change`` alone, whatever page or command asks. From the
phase in which people rely on one it is locked: then it only changes in favour of the people in the cohort, or, to mend
an error, by a lead and a superuser together: ``propose`` and ``confirm``. Every change has a reason, is in the log of
the cohort (``CohortChange``) and is told, once, to whom it concerns; nobody has relied on an unpublished cohort yet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.outbox.letters import queue_all
from amp_portal.refusals import Refusal
from amp_portal.users.models import Person, User

from . import effects, notices, schedule
from .effects import Role
from .models import Cohort, CohortChange, Phase, SettingShift, SettingsProposal

LEAD, SUPERUSER = "lead", "superuser"
LONGEST_REASON = 2000


class Lock(models.TextChoices):
    """From when people rely on a setting."""

    MENTOR_CALL = "mentor_call", gettext_lazy("locked once the call for mentors opens")
    APPLICATIONS = "applications", gettext_lazy("locked once applications open")
    RESULTS = "results", gettext_lazy("locked once the results are published")


def _more(was, now):
    return now > was


def _less(was, now):
    return now < was


def _no_more(was, now):
    return bool(was) and not now


EVERYBODY = tuple(Role)
APPLYING = (Role.ORGANIZERS, Role.WRITING, Role.APPLICANTS)
SELECTING = (Role.ORGANIZERS, Role.MENTORS, Role.WRITING, Role.APPLICANTS)
TAKING_PART = (Role.ORGANIZERS, Role.MENTORS, Role.MENTEES)


@dataclass(frozen=True)
class Setting:
    """``concerns``: who is told. ``favours(was, now)``: it takes nothing from anybody; None: no change is like that."""

    name: str
    concerns: tuple[Role, ...]
    lock: Lock | None = None
    favours: Callable | None = None


# What favours people: rules that let more of them in, more choices and places on a list, less that is asked for what is
# promised, more days to answer. Money has no such direction. Less breaks a promise to mentees and mentors; more is
# spent from a budget that others gave, and can't be taken back. Nor has the program, by which earlier participations
# count.
SETTINGS = {
    setting.name: setting
    for setting in (
        Setting("mode", EVERYBODY, Lock.MENTOR_CALL),
        Setting("stipend_mentees", EVERYBODY, Lock.MENTOR_CALL),
        Setting("stipend_mentors", EVERYBODY, Lock.MENTOR_CALL),
        Setting("currency", EVERYBODY, Lock.MENTOR_CALL),
        Setting("hours_expected", EVERYBODY, Lock.MENTOR_CALL, _less),
        Setting("weeks_expected", EVERYBODY, Lock.MENTOR_CALL, _less),
        Setting("program", APPLYING, Lock.APPLICATIONS),
        Setting("earlier_participations", APPLYING, Lock.APPLICATIONS, _more),
        Setting("contributions_required", APPLYING, Lock.APPLICATIONS, _less),
        Setting("months_active", APPLYING, Lock.APPLICATIONS, _less),
        Setting("adults_only", APPLYING, Lock.APPLICATIONS, _no_more),
        Setting("arbiter", APPLYING),
        Setting("choices_per_application", APPLYING, Lock.APPLICATIONS, _more),
        Setting("shortlist_length", SELECTING, Lock.APPLICATIONS, _more),
        Setting("blind_review", SELECTING),
        Setting("answer_by_days", APPLYING, Lock.RESULTS, _more),
        Setting("conduct_url", EVERYBODY),
        Setting("conduct_contact", EVERYBODY),
        Setting("quiet_until", EVERYBODY),
        Setting("quiet_from", EVERYBODY),
        Setting("nudge_after", TAKING_PART),
        Setting("second_nudge_after", TAKING_PART),
        Setting("at_risk_after", TAKING_PART),
        Setting("answer_nudge_after", TAKING_PART),
        Setting("answer_escalate_after", TAKING_PART),
        Setting("github_activity", TAKING_PART),
        Setting("evaluates_in_place", TAKING_PART),
    )
}


def shifts(cohort: Cohort, values: dict) -> list[SettingShift]:
    """What would change if the settings had these values, ``{name: value}``; a person by their pk."""
    found = [(name, getattr(cohort, _column(name)), now) for name, now in values.items()]
    return [SettingShift(name, was, now) for name, was, now in found if was != now]


def _column(name):
    """A person is their pk here."""
    return cast(models.Field, Cohort._meta.get_field(name)).attname


def is_locked(cohort: Cohort, setting: Setting, now: datetime) -> bool:
    """Whether people rely on it by now."""
    if setting.lock is None or not cohort.published_at:
        return False
    if setting.lock == Lock.RESULTS:
        return effects.has_published_results(cohort)
    kinds = (Phase.Kind.MENTOR_CALL, Phase.Kind.APPLICATIONS)
    openings = [phase.starts_at for kind in kinds[kinds.index(setting.lock) :] if (phase := cohort.phase(kind))]
    return any(opening <= now for opening in openings)


def needing_two(cohort: Cohort, planned: list[SettingShift], now: datetime) -> list[SettingShift]:
    """Those that take something people rely on: they need a lead organizer and a superuser."""

    def is_free(shift):
        setting = SETTINGS[shift.name]
        in_favour = setting.favours is not None and setting.favours(shift.was, shift.now)
        return in_favour or not is_locked(cohort, setting, now)

    return [shift for shift in planned if not is_free(shift)]


def concerned_roles(planned: list[SettingShift]) -> set[Role]:
    return {role for shift in planned for role in SETTINGS[shift.name].concerns}


def authority(cohort: Cohort, person: Person) -> set[str]:
    """What gives somebody a say: that they lead the cohort, that they are a superuser; or neither."""
    found = {LEAD} if cohort.organizers.leading().filter(person=person).exists() else set()
    if User.objects.filter(person=person, is_superuser=True, is_active=True).exists():
        found.add(SUPERUSER)
    return found


def require_say(cohort: Cohort, person: Person) -> None:
    """Raises Refusal for anybody but the cohort's leads and superusers."""
    if not authority(cohort, person):
        raise Refusal(_("People rely on these settings: only the lead organizers change them."))


@transaction.atomic
def change(cohort: Cohort, values: dict, *, by: Person, now: datetime, reason: str, seen=None) -> CohortChange | None:
    """Give settings other values; those not named stay. Everybody concerned is told, once.

    ``seen`` is the pk of the last change the person knew of (0 for none). Returns the change, or None where nothing
    would change. Raises Refusal: not their say, no reason, changed meanwhile, locked, or not possible.
    """
    cohort = _lock(cohort, by, reason, seen)
    planned = _possible(cohort, values)
    if not planned:
        return None
    if locked := needing_two(cohort, planned, now):
        raise Refusal(
            _("People rely on this already, so it takes a lead organizer and a superuser to change it: %(settings)s.")
            % {"settings": labels(locked)}
        )
    return _carry_out(cohort, planned, by=by, now=now, reason=reason)


@transaction.atomic
def propose(cohort: Cohort, values: dict, *, by: Person, now: datetime, reason: str, seen=None) -> SettingsProposal:
    """Ask a superuser, or as a superuser the leads, to mend an error in locked settings. Raises Refusal."""
    cohort = _lock(cohort, by, reason, seen)
    planned = _possible(cohort, values)
    if not needing_two(cohort, planned, now):
        raise Refusal(_("Nothing of this is locked: you can change it yourself."))
    if cohort.settings_proposals.filter(settled_at=None).exists():
        raise Refusal(_("A proposal waits for an answer already. Settle that first."))
    proposal = cohort.settings_proposals.create(
        settings=[shift.as_json() for shift in planned], reason=reason.strip(), proposed_by=by, proposed_at=now
    )
    queue_all([notices.settings_proposed(proposal, person) for person in who_may_confirm(proposal)], now)
    return proposal


@transaction.atomic
def confirm(proposal: SettingsProposal, *, by: Person, now: datetime) -> CohortChange:
    """The second of the two wants it, too: it is carried out. Raises Refusal."""
    cohort = _lock(proposal.cohort, by, proposal.reason, None)
    proposal = _open(proposal)
    if not _are_two(cohort, proposal.proposed_by, by):
        raise Refusal(_("It takes two people: one who leads this cohort, and a superuser."))
    wanted = proposal.setting_shifts
    if _possible(cohort, {shift.name: shift.now for shift in wanted}) != wanted:
        raise Refusal(_("Some of these settings have changed since this was proposed. Propose it once more."))
    made = _carry_out(cohort, wanted, by=proposal.proposed_by, now=now, reason=proposal.reason, confirmed_by=by)
    _settle(proposal, by, now, change=made)
    return made


@transaction.atomic
def drop(proposal: SettingsProposal, *, by: Person, now: datetime) -> None:
    """Whoever could have made or confirmed a proposal says no to it: everything stays as it is."""
    _lock(proposal.cohort, by, proposal.reason, None)
    _settle(_open(proposal), by, now)


def who_may_confirm(proposal: SettingsProposal) -> list[Person]:
    """Leads and superusers who would be the second of the two."""
    cohort = proposal.cohort
    asked = Person.objects.filter(organizing__in=cohort.organizers.leading()) | Person.objects.filter(
        user__is_superuser=True, user__is_active=True
    )
    return [person for person in asked.distinct().order_by("pk") if _are_two(cohort, proposal.proposed_by, person)]


def labels(planned) -> str:
    return ", ".join(str(shift.label) for shift in planned)


def _lock(cohort, by, reason, seen):
    """The cohort, fresh; for somebody who has a say, with a reason."""
    cohort = Cohort.objects.lock(cohort.pk)
    require_say(cohort, by)
    if not reason.strip():
        raise Refusal(_("Please give a reason: everybody concerned will read it."))
    if seen is not None and seen != schedule.revision(cohort):
        raise Refusal(_("Somebody else has changed the dates or settings meanwhile. Please look at them again."))
    return cohort


def _possible(cohort, values):
    """The shifts, set on the cohort. Raises Refusal for what can't be, or would break a promise of another kind."""
    if unknown := values.keys() - SETTINGS.keys():
        raise ValueError(f"Not settings of this kind: {unknown}")
    planned = shifts(cohort, values)
    for _name, reason in effects.forbidden(cohort, planned):
        raise Refusal(reason)
    for shift in planned:
        setattr(cohort, _column(shift.name), shift.now)
    try:
        cohort.full_clean(exclude=[field.name for field in Cohort._meta.fields if field.name not in SETTINGS])
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    return planned


def _carry_out(cohort, planned, *, by, now, reason, confirmed_by=None):
    cohort._change_reason = reason.strip()[:100]  # the field's length in the trail; the whole is in the log
    cohort.save(update_fields=[shift.name for shift in planned])
    made = cohort.changes.create(
        by=by,
        confirmed_by=confirmed_by,
        at=now,
        reason=reason.strip(),
        settings=[shift.as_json() for shift in planned],
    )
    effects.tell(cohort, partial(notices.settings_changed, made), now, concerned_roles(planned))
    return made


def _are_two(cohort, one, other):
    if one == other:
        return False
    mine, theirs = authority(cohort, one), authority(cohort, other)
    return (LEAD in mine and SUPERUSER in theirs) or (SUPERUSER in mine and LEAD in theirs)


def _open(proposal):
    proposal = SettingsProposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.settled_at:
        raise Refusal(_("This proposal is settled already."))
    return proposal


def _settle(proposal, by, now, change=None):
    proposal.settled_by, proposal.settled_at, proposal.change = by, now, change
    proposal.save(update_fields=["settled_by", "settled_at", "change"])
