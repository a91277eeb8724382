"""An offer says through which published results it left. Those made before that was asked stay as they are."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def forwards(apps, schema_editor):
    Offer, Publication = (apps.get_model("applications", name) for name in ("Offer", "Publication"))
    results = Publication.objects.filter(
        kind="results", cohort=OuterRef("application__cohort"), started_at__lte=OuterRef("offered_at")
    )
    found = dict(Offer.objects.annotate(results=Subquery(results.values("pk")[:1])).values_list("pk", "results"))
    for pk, publication in found.items():
        Offer.objects.filter(pk=pk).update(publication=publication, is_grandfathered=publication is None)


class Migration(migrations.Migration):

    dependencies = [
        ("applications", "0011_checked_after_a_match"),
    ]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="publication",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="applications.publication",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="is_grandfathered",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
