"""Events of the cohorts somebody takes part in, in their calendar."""

from amp_portal.agenda import Entry, dated

from .models import Event


@dated
def events(person, now):
    """One query."""
    for event in Event.objects.for_person(person).select_related("cohort"):
        yield Entry(
            f"event/{event.pk}",
            f"{event.cohort}: {event}",
            event.starts_at,
            event.ends_at,
            event.cohort.get_absolute_url(),
            "\n".join(filter(None, (event.url, event.text))),
        )
