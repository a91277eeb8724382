from datetime import timedelta

from django.db import migrations
from django.db.models import F
from django.utils import timezone


def admit_handlers(apps, schema_editor):
    """Who handled reports when one came in reads it, as before; if nobody of them is left, who handles them now."""
    current = apps.get_model("cohorts", "ConductHandler").objects.filter(until=None)
    admissions = apps.get_model("cohorts", "ConductAdmission").objects
    for report in apps.get_model("cohorts", "ConductReport").objects.exclude(cohort=None):
        handlers = list(current.filter(cohort=report.cohort_id))
        then = [row for row in handlers if row.since.date() <= report.received_on]
        for row in then or handlers:
            admissions.create(report=report, handler=row)


def exclude_once(apps, schema_editor):
    seen = set()
    for row in apps.get_model("cohorts", "ConductExclusion").objects.order_by("pk"):
        if (row.report_id, row.person_id) in seen:
            row.delete()
        seen.add((row.report_id, row.person_id))


def give_an_end(apps, schema_editor):
    """Those that run end in seven days from now, unless a second handler confirms them."""
    suspensions = apps.get_model("cohorts", "ConductSuspension").objects
    people = apps.get_model("users", "Person").objects
    end = timezone.now() + timedelta(days=7)
    suspensions.exclude(lifted_at=None).update(until=F("lifted_at"), ended_at=F("lifted_at"))
    running = suspensions.filter(lifted_at=None)
    running.update(until=end)
    people.filter(pk__in=running.values("person")).exclude(suspended_at=None).update(suspended_until=end)
    for row in suspensions.select_related("report"):
        row.cohort_id = row.report.cohort_id
        row.save(update_fields=["cohort"])


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0016_suspensions_with_an_end")]

    operations = [
        migrations.RunPython(admit_handlers, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(exclude_once, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(give_an_end, migrations.RunPython.noop, elidable=True),
    ]
