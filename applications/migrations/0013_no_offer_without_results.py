from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("applications", "0012_offers_leave_through_results"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("publication__isnull", False), ("is_grandfathered", True), _connector="OR"),
                name="offer_leaves_through_results",
            ),
        ),
    ]
