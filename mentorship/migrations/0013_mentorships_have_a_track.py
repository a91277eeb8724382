"""A mentorship is sponsored or volunteer. One that says something else takes the track of its accepted offer."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

TRACKS = ["sponsored", "volunteer"]


def take_it_from_the_offer(apps, schema_editor):
    Mentorship, Offer = apps.get_model("mentorship", "Mentorship"), apps.get_model("applications", "Offer")
    accepted = Offer.objects.filter(application=OuterRef("application"), answer="accepted")
    Mentorship.objects.exclude(track__in=TRACKS).update(track=Subquery(accepted.values("track")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0020_cohorts_with_drafts_stay"),
        ("mentorship", "0012_answers_so_far_stay"),
    ]

    operations = [
        migrations.RunPython(take_it_from_the_offer, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="mentorship",
            name="track",
            field=models.CharField(
                choices=[("sponsored", "sponsored"), ("volunteer", "volunteer")], max_length=10, verbose_name="track"
            ),
        ),
        migrations.AddConstraint(
            model_name="mentorship",
            constraint=models.CheckConstraint(
                condition=models.Q(track__in=TRACKS), name="mentorship_has_a_track"
            ),
        ),
    ]
