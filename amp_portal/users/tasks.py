"""Periodic work on people."""

from amp_portal.sweeps import sweep

from . import joining


@sweep("joins")
def propose_joins(now):
    """Accounts whose GitHub login has meanwhile appeared on a list or in imported history."""
    return {"proposed": joining.propose(now)}
