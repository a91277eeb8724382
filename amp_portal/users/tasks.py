"""Periodic work on people."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from amp_portal.sweeps import sweep

from . import joining
from .models import Press

PRESSES_KEPT_FOR = timedelta(days=30)  # a page that somebody brings back later counts as new


@sweep("joins")
def propose_joins(now):
    """Accounts whose GitHub login has meanwhile appeared on a list or in imported history."""
    return {"proposed": joining.propose(now)}


@sweep("sessions")
def forget_sessions(now):
    """Sessions that ended, with what visitors typed and never came back for."""
    return {"forgotten": Session.objects.filter(expire_date__lt=now).delete()[0]}


@sweep("presses")
def forget_presses(now):
    """Forms that were sent so long ago that nobody sends them again by accident."""
    return {"forgotten": Press.objects.filter(at__lt=now - PRESSES_KEPT_FOR).delete()[0]}
