from django.db import migrations


def give_each_place_its_row(apps, schema_editor):
    """Of what was imported when a mentee could hold one place in a cohort."""
    Participation = apps.get_model("cohorts", "Participation")
    ImportedPlace = apps.get_model("cohorts", "ImportedPlace")
    imported = Participation.objects.exclude(imported_login="").exclude(outcome="").filter(imported_places=None)
    ImportedPlace.objects.bulk_create(
        (
            ImportedPlace(participation_id=pk, project_id=project, outcome=outcome)
            for pk, project, outcome in imported.values_list("pk", "project_id", "outcome")
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0022_imported_places")]

    operations = [migrations.RunPython(give_each_place_its_row, migrations.RunPython.noop, elidable=True)]
