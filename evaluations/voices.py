"""Alumni who are quoted on the front page."""

from cohorts.voices import Quote, quoted

from .models import Testimonial


@quoted
def testimonials(limit):
    """What organizers chose for the front page. One query."""
    for row in Testimonial.objects.featured().select_related("cohort").order_by("-featured_at")[:limit]:
        yield Quote(row.public_name, row.role, row.words, row.cohort)
