from amp_portal import arrival
from amp_portal.refusals import Refusal
from amp_portal.sweeps import sweep

from .models import SecondFactorReset


@sweep("second-factor-resets")
def apply_resets(now):
    """Lost second factors whose day of waiting has passed."""
    applied = 0
    for reset in SecondFactorReset.objects.due(arrival.settled(now)).select_related("asked_by__user"):
        try:
            reset.apply(now=now)
            applied += reset.applied_at is not None
        except Refusal:  # canceled at this moment
            continue
    return {"applied": applied}
