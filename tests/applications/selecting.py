"""What the tests of selection share."""

import applications.scenarios as applying
from amp_portal.users.scenarios import person
from applications.models import Offer, Review

GOOD, FAIR, POOR = 5, 3, 1


def applied(cohort, name, *projects, now, score=None, reviewer=None, track=None):
    """Somebody with the mentors, scored alike on all criteria for each project where ``score`` is given."""
    application = applying.in_review(cohort, person(name, now=now), projects=list(projects), now=now, track=track)
    for project in projects if score else ():
        scores = dict.fromkeys(Review.CRITERIA, score)
        mentor = reviewer or project.mentors.get(is_lead=True).person
        Review.objects.create(application=application, project=project, reviewer=mentor, saved_at=now, **scores)
    return application


def offered_before(application, project, *, by, now):
    """An open offer from before offers had to leave through published results."""
    offer = Offer.prepare(application, project, "sponsored", by=by, now=now)
    offer.is_grandfathered = True
    offer.save()
    application.move(application.State.OFFERED, by=by, at=now)
    return offer
