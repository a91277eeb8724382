"""The dates that letters name."""


def dates_of(message):
    """The dates of the cohort that a letter about an application or an offer names; None where they are not set."""
    cohort = getattr(message.about, "application", message.about).cohort
    applications, review, program = map(cohort.phase, ("applications", "review", "program"))
    return {
        "closes": applications and applications.ends_at,
        "review_ends": review and review.ends_at,
        "starts": program and program.starts_at,
    }
