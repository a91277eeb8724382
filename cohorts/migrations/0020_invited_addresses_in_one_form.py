"""Addresses that were invited, as accounts have them since users.0004."""

from django.db import migrations

from amp_portal import idn


def in_one_form(apps, schema_editor):
    invitations = apps.get_model("cohorts", "Invitation")._base_manager.using(schema_editor.connection.alias)
    for pk, written in invitations.values_list("pk", "email").iterator():
        if not written.isascii():
            invitations.filter(pk=pk).update(email=idn.one_form(written))


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0019_names_are_confirmed")]

    operations = [migrations.RunPython(in_one_form, migrations.RunPython.noop)]
