from django.db import models
from django.db.models import Q


class MessageQuerySet(models.QuerySet):
    def waiting(self, now):
        """Queued, and its time has come; perhaps somebody is delivering it, or it rests after an error."""
        return self.filter(state="queued", send_after__lte=now)

    def due(self, now):
        """Waiting, and nobody holds a lease on it."""
        return self.waiting(now).filter(Q(locked_until=None) | Q(locked_until__lte=now))

    def nudges(self):
        """Daytime letters by e-mail: those that merge into one a day."""
        return self.filter(daytime=True, channel="email")

    def inbox_of(self, person):
        return self.filter(person=person, channel="in-app", state="sent").order_by("-sent_at", "-pk")

    def unread(self):
        return self.filter(read_at=None)

    def mark_read(self, now):
        return self.unread().update(read_at=now)
