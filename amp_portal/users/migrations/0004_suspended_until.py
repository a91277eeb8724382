from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("users", "0003_calendar_link")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="suspended_until",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("suspended_until", None), ("suspended_at__isnull", False), _connector="OR"),
                name="suspended_until_has_start",
            ),
        ),
    ]
