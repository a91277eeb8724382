from django.db import migrations, models
from django.db.models import F


def judged_as_submitted(apps, schema_editor):
    """Until now every submission was judged before it was kept."""
    apps.get_model("applications", "Version").objects.update(judged_at=F("submitted_at"))


class Migration(migrations.Migration):

    dependencies = [
        ("applications", "0017_timelines_of_52_weeks"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="application",
            name="beyond_draft_was_submitted",
        ),
        migrations.AddField(
            model_name="application",
            name="sent_back_until",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="version",
            name="judged_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(judged_as_submitted, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(("judged_at", None), ("submitted_at__isnull", False)),
                fields=["submitted_at"],
                name="unjudged_versions",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "submitted", "withdrawn"]),
                    ("submitted_version__isnull", False),
                    _connector="OR",
                ),
                name="beyond_screening_was_judged",
            ),
        ),
    ]
