"""What GitHub decided by the rules of before is looked up again, and links that were pasted with more than the address.

Until then it counts as it did; what GitHub does not prove now goes back to a person (``Contribution.reopen``). Cohorts
that are over stay as they are.
"""

from django.db import migrations
from django.utils import timezone

from applications.links import reference


def look_up_again(apps, schema_editor):
    now = timezone.now()
    Contribution, Phase = apps.get_model("applications", "Contribution"), apps.get_model("cohorts", "Phase")
    over = Phase.objects.filter(kind="recognition", ends_at__lte=now).values("cohort")
    by_github = Contribution.objects.exclude(cohort__in=over).filter(decided_by=None, verify_at=None)
    pks = [
        row.pk
        for row in by_github.only("state", "url", "note").iterator()
        if row.state != "unconfirmed" or (not row.note and reference(row.url))
    ]
    for start in range(0, len(pks), 500):
        Contribution.objects.filter(pk__in=pks[start : start + 500]).update(verify_at=now, tries=0)


class Migration(migrations.Migration):

    dependencies = [("applications", "0013_no_offer_without_results")]

    operations = [migrations.RunPython(look_up_again, migrations.RunPython.noop, elidable=True)]
