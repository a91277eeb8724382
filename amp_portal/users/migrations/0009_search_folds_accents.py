from django.db import migrations

# What ``amp_portal.folding.fold`` does. STRICT: nothing stays nothing.
FOLD = r"""
CREATE OR REPLACE FUNCTION amp_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT replace(replace(replace(replace(translate(lower(
        regexp_replace(normalize($1, NFKD), '[\u0300-\u036f]', '', 'g')
    ), 'łøđðħŧıς', 'loddhtiσ'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')
$$
"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FOLD)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION amp_fold(text)")


class Migration(migrations.Migration):
    """On SQLite each connection brings the function (``amp_portal.sqlite3``)."""

    dependencies = [("users", "0008_addresses_in_one_form")]

    operations = [migrations.RunPython(make, drop)]
