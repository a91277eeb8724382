"""What is left of the finished cohort: letters, nominations; and a nomination in the running one."""

from datetime import timedelta

from .. import scenarios as evaluating
from ..models import Nomination
from .texts import VOICES

Kind = Nomination.Kind
MAINTAINER = "The reviews of the last six weeks were as good as mine, and kinder. Give them the keys."
KEYS = "You are a maintainer of the repository now. Welcome, and thank you."
SPEAKER = "The demo at the end made half the call install it. More people should see that talk."
LATER = "After one more release, gladly: ask us again in spring."
SHOUT_OUT = "Nine old issues triaged in a week, each with a kind answer."


def told(mentorships, now):
    """Of two who passed: one has a signed letter and became a maintainer, the other's letter waits for a signature."""
    graduate, other = mentorships
    evaluating.recommended(graduate, now=now)
    evaluating.recommended(other, now=now + timedelta(days=2), signed=False)
    evaluating.nominated(graduate, Kind.MAINTAINER, now=now, reason=MAINTAINER, note=KEYS)
    evaluating.nominated(other, Kind.SPEAKER, now=now, reason=SPEAKER)
    evaluating.in_public(graduate, now=now, about="Documentation by day, parsers by night.")
    evaluating.in_public(other, now=now, shown=("in_graduates_post", "on_alumni_page", "shows_project"))
    role, words = VOICES[0]
    said = evaluating.quoted(graduate, now=now, role=role, words=words)
    said.feature(by=graduate.cohort.leads()[0].person, now=now)
    declined = evaluating.nominated(other, Kind.MAINTAINER, now=now, reason="I can see it coming.")
    declined.decline(by=other.cohort.leads()[0].person, now=now + timedelta(days=1), note=LATER)


def praised(mentorship, now):
    """In the middle of the program."""
    evaluating.nominated(mentorship, Kind.SHOUT_OUT, now=now, reason=SHOUT_OUT)
    evaluating.in_public(mentorship, now=now, shown=("in_announcement", "shows_project", "shows_github"))
