"""The ledger follows the facts: recalculated as often as one likes, it changes only what has changed."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amp_portal import sweeps
from amp_portal.refusals import Refusal
from cohorts.amounts import in_words
from cohorts.models import Cohort

from ..models import StipendDecision, StipendLine, StipendMove
from . import rules
from .gather import cohorts_with_stipends, pots
from .rules import Role, Standing

State = StipendLine.State


@dataclass
class Change:
    """One line to be made, changed, voided or taken up again; ``line`` is None for a new one, ``amount`` 0 to void."""

    line: StipendLine | None
    project: int
    person: int
    role: str
    state: str
    amount: int
    why: str


def changes(cohort) -> list[Change]:
    """What the ledger lacks. A constant number of queries."""
    lines = defaultdict(list)
    for line in cohort.stipend_lines.exclude(state=State.VOID, request__isnull=False).order_by("pk"):
        lines[line.project_id, line.role].append(line)
    found = []
    for pot in pots(cohort):
        found += _of_pot(pot, lines.pop((pot.project, pot.role), []))
    orphans = [line for rest in lines.values() for line in rest if line.state in StipendLine.OPEN]
    return found + [_void(line, _("This project pays no stipend.")) for line in orphans]


def _of_pot(pot, lines):
    opened = {line.person_id: line for line in lines if line.state in StipendLine.OPEN}
    voided = {line.person_id: line for line in lines if line.is_void}
    for due in rules.due(pot.amount, rules.split(pot.amount, pot.claims), _settled(lines)):
        claim = due.share.claim
        line = opened.pop(claim.person, None)
        state = State.ELIGIBLE if due.share.is_earned else State.PENDING
        if due.amount == 0:
            if line:
                yield _void(line, claim.why)
        elif line is None or (line.state, line.amount, line.why) != (state, due.amount, claim.why):
            line = line or voided.get(claim.person)  # taken up again, with its history
            yield Change(line, pot.project, claim.person, pot.role, state, due.amount, claim.why)
    for line in opened.values():
        yield _void(line, _("Has no part in this project any more."))


def _settled(lines):
    """Minor units requested or paid before, by person."""
    settled = defaultdict(int)
    for line in lines:
        if line.state in StipendLine.SETTLED:
            settled[line.person_id] += line.amount
    return settled


def _void(line, why):
    return Change(line, line.project_id, line.person_id, line.role, State.VOID, 0, why)


@transaction.atomic
def recalculate(cohort, now: datetime, *, by=None) -> int:
    """Bring the ledger up to date; returns how many lines were made or changed: none the second time in a row."""
    cohort = Cohort.objects.lock(cohort.pk)
    due = changes(cohort)
    made = [_new(change, cohort, now) for change in due if change.line is None]
    StipendLine.objects.bulk_create(made)
    moves = [StipendMove(of=line, state=line.state, by=by, at=now, reason=line.why) for line in made]
    changed = [(change.line, change) for change in due if change.line is not None]
    moves += [_apply(line, change, cohort, now, by) for line, change in changed]
    StipendLine.objects.bulk_update([line for line, _change in changed], ["state", "amount", "why"], batch_size=500)
    StipendMove.objects.bulk_create(moves, batch_size=500)
    return len(due)


def _new(change, cohort, now):
    return StipendLine(
        cohort=cohort,
        project_id=change.project,
        person_id=change.person,
        role=change.role,
        state=change.state,
        amount=change.amount,
        why=change.why,
        created_at=now,
    )


def _apply(line, change, cohort, now, by):
    """The line as it becomes (a void one keeps its amount, to be read), and the move that says so."""
    was, before = line.state, line.amount
    line.state, line.why = change.state, change.why
    line.amount = change.amount or before
    reason = change.why
    if line.amount != before:
        old, new = in_words(before, cohort.currency), in_words(line.amount, cohort.currency)
        reason = f"{old} → {new}: {reason}"
    return StipendMove(of=line, was=was, state=line.state, by=by, at=now, reason=reason)


def shares(cohort, project) -> list[rules.Share]:
    """What each person gets of the pots of one project as things stand, those who are out included. Constant queries.

    What was requested or paid stands, also where the rules would divide the pot differently by now.
    """
    settled = {role.value: _settled(cohort.stipend_lines.filter(project=project, role=role)) for role in Role}
    return [
        replace(due.share, amount=due.amount + settled[pot.role].get(due.share.claim.person, 0))
        for pot in pots(cohort, project)
        for due in rules.due(pot.amount, rules.split(pot.amount, pot.claims), settled[pot.role])
    ]


@sweeps.sweep("stipends")
def sweep(now: datetime) -> dict:
    """Recalculate the ledgers that lack something; looks first, without a lock."""
    funded = cohorts_with_stipends(Cohort.objects.all()).prefetch_related("phases")
    return {"lines": sum(recalculate(cohort, now) for cohort in funded if changes(cohort))}


@transaction.atomic
def decide(project, person, role, *, outcome, amount, reason, by, now):
    """An organizer's word on one person's part, kept with its reason; the ledger follows. Raises Refusal.

    Nobody decides about themselves, a mentee who has not passed gets nothing, a fixed amount fits into the pot, and
    nothing that was requested or paid would have to be taken back.
    """
    cohort = Cohort.objects.lock(project.cohort_id)
    if by == person:
        raise Refusal(_("Somebody else decides about your own stipend."))
    if not reason.strip():
        raise Refusal(_("Say why: the person and other organizers read it."))
    StipendDecision.objects.create(
        project=project, person=person, role=role, outcome=outcome, amount=amount, reason=reason, by=by, at=now
    )
    pot = next((pot for pot in pots(cohort, project) if pot.role == role), None)
    claim = pot and next((claim for claim in pot.claims if claim.person == person.pk), None)
    if claim is None:
        raise Refusal(_("They have no part in this project."))
    if role == Role.MENTEE and claim.standing is Standing.OUT and outcome != rules.Outcome.NOTHING:
        raise Refusal(_("Only a mentee who passes gets a stipend."))
    _refuse_overdraft(pot, cohort)
    recalculate(cohort, now, by=by)


def _refuse_overdraft(pot, cohort):
    fixed = sum(claim.fixed or 0 for claim in pot.claims if claim.standing is not Standing.OUT)
    if fixed > pot.amount:
        room = in_words(pot.amount, cohort.currency)
        raise Refusal(_("The fixed amounts together are more than the %(pot)s of this project.") % {"pot": room})
    settled = _settled(cohort.stipend_lines.filter(project=pot.project, role=pot.role))
    shares = {share.claim.person: share.amount for share in rules.split(pot.amount, pot.claims)}
    if any(amount > shares.get(person, 0) for person, amount in settled.items()):
        raise Refusal(_("More than that has been requested or paid already, and that stands."))
