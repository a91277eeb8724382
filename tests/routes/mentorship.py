from mentorship import scenarios
from mentorship.models import Agreement
from tests.world import ROLES


def answers(readers, rest=404, former=403, **others):
    """The readers' status by role; strangers must not know that the room exists, former mentors are kept out."""
    return dict.fromkeys(ROLES, rest) | {"anonymous": "login", "former_mentor": former} | readers | others


def room(w):
    return [w.mentorship.pk]


def milestone(w):
    return [w.mentorship.pk, w.mentorship.milestones.first().pk]


def asked(w):
    return [w.mentorship.pk, scenarios.update(w.mentorship, w.now).pk]


def agreed(w):
    if not w.mentorship.agreements.exists():
        scenarios.agreement(w.mentorship, w.now)
    return [w.mentorship.pk]


def proposed(w):
    made = w.mentorship.agreements.waiting().first() or Agreement.propose(
        w.mentorship, scenarios.terms(minutes=45), by=w.people["mentor"].person, now=w.now
    )
    return [w.mentorship.pk, made.pk]


READERS = {"mentee": 200, "mentor": 200, "organizer": 200, "superuser": 200}
MENTEE_ONLY = {"mentee": 200, "mentor": 403, "organizer": 403, "superuser": 403}
MENTORS_ONLY = {"mentee": 403, "mentor": 200, "organizer": 403, "superuser": 403}
BOTH_SIDES = {"mentee": 200, "mentor": 200, "organizer": 403, "superuser": 403}
MENTEE_MOVES = MENTEE_ONLY | {"mentee": 302}
MENTORS_MOVE = MENTORS_ONLY | {"mentor": 302}

ROUTES = {
    "mentorship:mentorships": {
        "args": lambda w: [w.cohort.slug],
        **answers({"organizer": 200, "superuser": 200}, rest=403),
    },
    "mentorship:room": {
        "args": room,
        **answers({"mentee": 200, "mentor": 200, "organizer": 200, "superuser": 200}),
    },
    "mentorship:extend": {"args": room, **answers({"organizer": 200, "superuser": 200, "mentee": 403, "mentor": 403})},
    "mentorship:github-activity": {"args": room, "method": "post", **answers(MENTEE_MOVES)},
    "mentorship:update": {"args": room, **answers(MENTEE_ONLY)},
    "mentorship:question": {"args": room, **answers(MENTEE_ONLY)},
    "mentorship:feedback": {"args": room, **answers(MENTORS_ONLY)},
    "mentorship:call": {"args": room, **answers(MENTORS_ONLY)},
    "mentorship:entry": {
        "args": asked,
        **answers({"mentee": 302, "mentor": 302, "organizer": 302, "superuser": 302}),
    },
    "mentorship:correct": {"args": asked, **answers(MENTEE_ONLY | {"mentor": 403})},
    "mentorship:answer": {"args": asked, **answers(MENTORS_ONLY)},
    "mentorship:no-reply": {"args": asked, "method": "post", **answers(MENTORS_MOVE)},
    "mentorship:notes": {"args": room, **answers({"mentor": 200, "organizer": 200, "superuser": 200})},
    "mentorship:tick": {"args": room, "method": "post", **answers(MENTEE_MOVES)},
    "mentorship:agreement": {"args": room, **answers(READERS)},
    "mentorship:check-ins": {"args": agreed, **answers(READERS)},
    "mentorship:agree": {"args": proposed, "method": "post", **answers(MENTEE_MOVES | {"mentor": 302})},
    "mentorship:milestone-start": {"args": milestone, "method": "post", **answers(MENTEE_MOVES)},
    "mentorship:milestone-finish": {"args": milestone, "method": "post", **answers(MENTEE_MOVES)},
    "mentorship:milestone-reopen": {"args": milestone, "method": "post", **answers(MENTEE_MOVES)},
    "mentorship:milestone-accept": {"args": milestone, "method": "post", **answers(MENTORS_MOVE)},
    "mentorship:milestone-replan": {"args": milestone, **answers(BOTH_SIDES)},
}
