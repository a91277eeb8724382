"""What was answered by any sign of the mentors stays answered, and a silence that goes on keeps its name."""

from datetime import timedelta

from django.db import migrations
from django.db.models import Max, OuterRef, Q, Subquery

ASKING = ["update", "question"]
MENTORS_SIGNS = Q(kind__in=["answer", "feedback", "accepted", "call"], side__in=["mentors", "both"])
MENTEE_SIGNS = Q(kind__in=["update", "question", "milestone", "call", "reply"], side__in=["mentee", "both"])
HELD_AT_MOST = timedelta(days=8)


def keep_answered(apps, schema_editor):
    """Until now the first sign of the mentors closed everything before it."""
    Entry = apps.get_model("mentorship", "Entry")
    since = Entry.objects.filter(MENTORS_SIGNS, mentorship=OuterRef("mentorship"), posted_at__gte=OuterRef("posted_at"))
    first = since.order_by("posted_at", "pk").values("pk")[:1]
    Entry.objects.filter(kind__in=ASKING, answered_by=None).update(answered_by=Subquery(first))


def keep_names_of_silences(apps, schema_editor):
    """A question held the mentee's steps until the mentors reacted, now eight days at most.

    Without this an open episode of such a mentee would end, and its letters go out once more.
    """
    Entry = apps.get_model("mentorship", "Entry")
    Episode = apps.get_model("mentorship", "Episode")
    open_ones = Episode.objects.filter(side="mentee", ended_at=None, mentorship__state="active")
    for episode in open_ones.select_related("mentorship"):
        said = Entry.objects.filter(mentorship=episode.mentorship_id)
        asked_at = said.filter(kind__in=ASKING).aggregate(at=Max("posted_at"))["at"]
        if asked_at is None or episode.silent_since <= asked_at + HELD_AT_MOST:
            continue
        mentorship = episode.mentorship
        heard_at = said.filter(MENTEE_SIGNS).aggregate(at=Max("posted_at"))["at"]
        others = [mentorship.starts_at, mentorship.created_at, heard_at, mentorship.seen_on_github_at]
        episode.silent_since = max(asked_at + HELD_AT_MOST, *filter(None, others))
        episode.save(update_fields=["silent_since"])


class Migration(migrations.Migration):
    dependencies = [("mentorship", "0011_answers_name_their_item")]

    operations = [
        migrations.RunPython(keep_answered, migrations.RunPython.noop),
        migrations.RunPython(keep_names_of_silences, migrations.RunPython.noop),
    ]
