"""A mentorship begins with the acceptance of an offer."""

from django.db import transaction

from cohorts.models import Phase

from .models import Mentorship, Milestone
from .models.leave import rewrite


@transaction.atomic
def begin(application, offer, now):
    """The mentorship of an accepted offer, with the milestones of its project. Runs over the cohort's program.

    Raises Refusal where the program has no dates yet.
    """
    cohort = application.cohort
    program = cohort.window(Phase.Kind.PROGRAM)
    mentorship = Mentorship.objects.create(
        application=application,
        project=offer.project,
        cohort=cohort,
        mentee=application.person,
        track=offer.track,
        starts_at=program.starts_at,
        ends_at=program.ends_at,
        created_at=now,
    )
    Milestone.objects.bulk_create(
        Milestone(mentorship=mentorship, title=planned.title, week=planned.week, planned_week=planned.week)
        for planned in offer.project.milestones.all()
    )
    rewrite(Mentorship.objects.filter(pk=mentorship.pk))
    return mentorship
