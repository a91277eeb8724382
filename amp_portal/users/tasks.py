"""Periodic work on people."""

from django.contrib.sessions.models import Session

from amp_portal.sweeps import sweep

from . import joining


@sweep("joins")
def propose_joins(now):
    """Accounts whose GitHub login has meanwhile appeared on a list or in imported history."""
    return {"proposed": joining.propose(now)}


@sweep("sessions")
def forget_sessions(now):
    """Sessions that ended, with what visitors typed and never came back for."""
    return {"forgotten": Session.objects.filter(expire_date__lt=now).delete()[0]}
