from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("applications", "0004_links_from_text")]

    operations = [migrations.RemoveField(model_name="version", name="contributions")]
