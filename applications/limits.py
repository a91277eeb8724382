"""How often one visitor may ask."""

from amp_portal import limits

SELF_CHECKS_PER_HOUR = 20


def count_self_check(request, now):
    """Count a self-check. Returns 0, or after too many within the hour the seconds until asking works again."""
    return limits.count(request, "self-check", most=SELF_CHECKS_PER_HOUR, now=now)
