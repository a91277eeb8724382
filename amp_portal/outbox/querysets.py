from django.db import models
from django.db.models import Q


class MessageQuerySet(models.QuerySet):
    def due(self, now):
        """Waiting, its time has come, and nobody holds a lease on it."""
        return self.filter(Q(locked_until=None) | Q(locked_until__lte=now), state="queued", send_after__lte=now)

    def inbox_of(self, person):
        return self.filter(person=person, channel="in-app", state="sent")

    def unread(self):
        return self.filter(read_at=None)
