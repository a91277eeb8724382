"""From earned to paid: a request to whoever pays, what came of it, each step once."""

from django.db import transaction
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal
from cohorts.models import Cohort

from .. import notices
from ..models import PaymentRequest, StipendLine, StipendMove
from . import ledger

State = StipendLine.State


@transaction.atomic
def request(cohort, *, by, now) -> PaymentRequest:
    """Put all earned lines of a cohort on one request. Raises Refusal where there are none, so a second click too."""
    cohort = Cohort.objects.lock(cohort.pk)
    ledger.recalculate(cohort, now)
    lines = list(cohort.stipend_lines.filter(state=State.ELIGIBLE).select_for_update().order_by("pk"))
    if not lines:
        raise Refusal(_("Nothing waits to be requested."))
    made = PaymentRequest.objects.create(cohort=cohort, by=by, at=now)
    StipendLine.objects.filter(pk__in=[line.pk for line in lines]).update(state=State.REQUESTED, request=made)
    StipendMove.objects.bulk_create(
        StipendMove(of=line, was=State.ELIGIBLE, state=State.REQUESTED, by=by, at=now) for line in lines
    )
    return made


@transaction.atomic
def pay(line, *, reference, by, now):
    """Record that a requested line was paid, under the payer's reference, and tell the person. Raises Refusal."""
    if not reference.strip():
        raise Refusal(_("Say under which reference it was paid."))
    line.reference = reference.strip()
    line._move_to(State.PAID, by=by, at=now, reason=line.reference, fields=["reference"])
    notices.stipend_paid(line).queue(now)


@transaction.atomic
def take_back(line, *, by, now, reason):
    """A requested line was not paid: it is void, and what is due of it is earned again. Raises Refusal."""
    cohort = Cohort.objects.lock(line.cohort_id)
    if not reason.strip():
        raise Refusal(_("Say why it was not paid."))
    line._move_to(State.VOID, by=by, at=now, reason=reason)
    ledger.recalculate(cohort, now, by=by)
