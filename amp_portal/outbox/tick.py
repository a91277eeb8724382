"""One round of the clock: every sweep, then delivery."""

from datetime import datetime

from amp_portal import sweeps

from .delivery import drain


def tick(now: datetime) -> dict:
    """Returns ``{"at": …, "sweeps": {name: what it did}, "delivery": {…}}``, ready for JSON."""
    return {"at": now.isoformat(), "sweeps": sweeps.run_all(now), "delivery": drain(now)}
