import django.db.models.deletion
from django.db import migrations, models


def keep_what_is_known(apps, schema_editor):
    """Names, logins and addresses of today, and those that were kept elsewhere."""
    known_as = apps.get_model("users", "KnownAs").objects

    def keep(kind, rows):
        batch = [known_as.model(person_id=pk, kind=kind, value=value[:320]) for pk, value in rows if value]
        known_as.bulk_create(batch, batch_size=500, ignore_conflicts=True)

    people = apps.get_model("users", "Person").objects
    for kind, field in (("name", "name"), ("login", "github_login"), ("address", "email")):
        keep(kind, people.values_list("pk", field))
    keep("address", apps.get_model("users", "User").objects.values_list("person_id", "email"))
    keep("address", apps.get_model("account", "EmailAddress").objects.values_list("user__person_id", "email"))
    told = apps.get_model("socialaccount", "SocialAccount").objects.values_list("user__person_id", "extra_data")
    told = [(pk, data) for pk, data in told if isinstance(data, dict)]
    for kind, field in (("login", "login"), ("name", "name")):
        keep(kind, [(pk, str(data.get(field) or "")) for pk, data in told])
    joined = apps.get_model("users", "Join").objects.filter(state="confirmed")
    keep("name", joined.values_list("account_id", "known_label"))


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0004_suspended_until"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownAs",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("name", "Name"), ("login", "Login"), ("address", "Address")], max_length=10
                    ),
                ),
                ("value", models.CharField(max_length=320)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="users.person"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "kind", "value"), name="known_as_once"),
                ],
            },
        ),
        migrations.RunPython(keep_what_is_known, migrations.RunPython.noop, elidable=True),
    ]
