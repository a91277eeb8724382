"""The letters of this app, and what every letter about a cohort carries."""


def of_cohort(cohort):
    """Whose organizers may see the letter, the zone for readers without one, and the hours of day for nudges."""
    return {
        "scope": f"cohort/{cohort.pk}",
        "zone": cohort.time_zone,
        "hours": (cohort.quiet_until, cohort.quiet_from),
    }
