"""Support plans: an organizer writes down who helps with what, shares it, and says one day how it went."""

from django.db import transaction
from django.utils.translation import gettext as _

from amp_portal.outbox.letters import queue_all
from amp_portal.refusals import Refusal
from mentorship.models import Mentorship

from .. import duties
from ..models import SupportPlan
from . import notices


@transaction.atomic
def write(plan, *, by, who, what, review_on, now):
    """Keep the plan; the first time its mentee and mentors get it by letter. Raises Refusal."""
    _hold(plan)
    plan.who, plan.what, plan.review_on, plan.written_by = who, what, review_on, by
    is_new, plan.shared_at = not plan.is_shared, plan.shared_at or now
    plan.save(update_fields=["who", "what", "review_on", "written_by", "shared_at"])
    if is_new:
        queue_all((notices.plan_shared(plan, person) for person in _people(plan)), now)


@transaction.atomic
def close(plan, *, by, words, now):
    """What came of it, for the organizers. Raises Refusal."""
    _hold(plan)
    plan.closed_by, plan.closed_at, plan.closing_words = by, now, words
    plan.save(update_fields=["closed_by", "closed_at", "closing_words"])


def _hold(plan):
    plan.refresh_from_db(from_queryset=SupportPlan.objects.select_for_update())
    if plan.is_closed:
        raise Refusal(_("Somebody has closed this plan already. What was written stays."))


def _people(plan):
    mentorship = duties.with_people(Mentorship.objects.filter(pk=plan.mentorship_id)).get()
    return [mentorship.mentee, *(row.person for row in mentorship.project.current_mentors)]
