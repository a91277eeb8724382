from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from .kinds import How


class MessageQuerySet(models.QuerySet):
    def waiting(self, now):
        """Queued, and its time has come; perhaps somebody is delivering it, or it rests after an error."""
        return self.filter(state="queued", send_after__lte=now)

    def due(self, now):
        """Waiting, and nobody holds a lease on it."""
        return self.waiting(now).filter(Q(locked_until=None) | Q(locked_until__lte=now))

    def with_choice(self):
        """``how`` each reader wants letters of that kind by e-mail."""
        from .models.preference import Preference  # which this file's models make

        chosen = Preference.objects.that_count().filter(person=OuterRef("person"), kind=OuterRef("kind"))
        return self.annotate(how=Coalesce(Subquery(chosen.values("how")[:1]), Value(How.AT_ONCE.value)))

    def at_once(self):
        """Those to people that wait for nothing but their turn."""
        to_people = self.with_choice().filter(daytime=False).exclude(channel="slack")
        return to_people.exclude(channel="email", how=How.DIGEST)

    def to_slack(self):
        return self.filter(channel="slack")

    def of_the_day(self):
        """Those that go out in one e-mail a day: nudges, reminders, and what the reader wants once a day."""
        return self.with_choice().filter(channel="email").filter(Q(daytime=True) | Q(how=How.DIGEST))

    def inbox_of(self, person):
        return self.filter(person=person, channel="in-app", state="sent").order_by("-sent_at", "-pk")

    def unread(self):
        return self.filter(read_at=None)

    def mark_read(self, now):
        return self.unread().update(read_at=now)
