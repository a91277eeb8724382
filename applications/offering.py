"""Through what an offer may leave (docs/program.md, Review and selection): the rule that every path to one asks.

An offer leaves with the published results, or after them from a waiting list they put its applicant on. Whoever the
results gave a place can be offered it by hand afterwards, where the portal could not, or where an offer lapsed.
"""

from django.utils.translation import gettext as _

from amp_portal.refusals import IllegalTransition, Refusal

from .models.publication import Publication
from .models.selection import Selection
from .models.twin import Twin
from .states import TRANSITIONS, State


def published_results_for(application):
    """The Publication that an offer to this applicant leaves through. Raises Refusal, in words, where none may leave.

    Four queries at most, five for somebody from a waiting list.
    """
    if State.OFFERED not in TRANSITIONS[application.state]:
        raise IllegalTransition(application, State.OFFERED)
    results = Publication.objects.filter(cohort=application.cohort_id, kind=Publication.Kind.RESULTS).first()
    if results is None:
        raise Refusal(
            _(
                "Offers go out with the published results, or from a waiting list after them. "
                "The results of this cohort are not published yet: please decide on the selection board."
            )
        )
    if not _has_place_in_results(application):
        raise Refusal(_("The published results have no place for this application, so it can't be offered one."))
    _require_told_apart(application)
    if not (application.reviews.exists() or application.shortlist_places.exists()):
        raise Refusal(_("No mentor has reviewed this application, so it can't be offered a place."))
    return results


def _require_told_apart(application):
    """Nobody gets an offer while it is open whether they applied twice."""
    pair = Twin.objects.holding_up(application).first()
    if pair:
        number = pair.second_id if pair.first_id == application.pk else pair.first_id
        raise Refusal(
            _(
                "This is a possible duplicate of application %(number)d. "
                "Decide about that first: one person can't be offered two places."
            )
            % {"number": number}
        )


def _has_place_in_results(application):
    """A place was decided, or the applicant was told of one on a waiting list."""
    decision = Selection.objects.filter(application=application).first()
    if decision is None or decision.is_decline:
        return False
    return decision.is_offer or application.moves.filter(state=State.WAITLISTED).exists()
