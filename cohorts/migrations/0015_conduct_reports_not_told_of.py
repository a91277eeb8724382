from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0014_requests_to_accept_an_invitation")]

    operations = [
        migrations.AddField(model_name="conductreport", name="untold", field=models.BooleanField(default=False)),
    ]
