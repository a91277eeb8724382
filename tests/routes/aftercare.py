"""Support plans, and proposals for removal after a missed evaluation: of the world's mentorship in the open midterm."""

import evaluations.scenarios as evaluating
from evaluations.models import RemovalProposal

from .evaluations import expect

ORGANIZERS = {"default": 404, "organizer": 200, "superuser": 200}


def written(w):
    return [evaluating.plan(w.round, w.mentorship, now=w.now, written=True).pk]


def missed(w):
    proposal, _new = RemovalProposal.objects.get_or_create(
        round=w.round, mentorship=w.mentorship, defaults={"proposed_at": w.now}
    )
    return [proposal.pk]


ROUTES = {
    "evaluations:plan": expect(written, **ORGANIZERS | {"mentee": 200, "mentor": 200}),
    "evaluations:close-plan": expect(
        written, default=404, method="post", mentee=403, mentor=403, organizer=422, superuser=422
    ),
    "evaluations:proposal": expect(missed, **ORGANIZERS),
    "evaluations:forgive": expect(missed, default=404, method="post", organizer=302, superuser=302),
    "evaluations:confirm-removal": expect(missed, default=404, method="post", organizer=422, superuser=422),
}
