"""Addresses whose domain is written in letters become the form that mail servers know, as new ones do."""

from django.db import IntegrityError, migrations, transaction

from amp_portal import idn

WRITTEN = (("users", "Person", "email"), ("users", "User", "email"), ("account", "EmailAddress", "email"))


def in_one_form(apps, schema_editor):
    for app, model, name in WRITTEN:
        rows = apps.get_model(app, model)._base_manager.using(schema_editor.connection.alias)
        for pk, written in rows.filter(**{f"{name}__contains": "@"}).values_list("pk", name).iterator():
            one = idn.one_form(written)
            if written.isascii() or one == written:
                continue
            try:
                with transaction.atomic(using=schema_editor.connection.alias):
                    rows.filter(pk=pk).update(**{name: one})
            except IntegrityError:  # somebody has an account with the other form, too: a person decides
                continue


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0007_account_objections"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(in_one_form, migrations.RunPython.noop)]
