from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0019_answers_received"),
    ]

    operations = [
        migrations.AlterField(
            model_name="application",
            name="cohort",
            field=models.ForeignKey(on_delete=PROTECT, related_name="applications", to="cohorts.cohort"),
        ),
    ]
