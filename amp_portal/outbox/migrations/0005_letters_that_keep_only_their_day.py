from datetime import UTC

from django.db import migrations, models


def forget_the_hour(apps, schema_editor):
    """Of the handlers' letters about conduct; each is sent within minutes of an anonymous report."""
    Message = apps.get_model("outbox", "Message")
    for row in Message.objects.filter(letter="cohorts/mail/conduct_waiting").iterator():
        row.only_day = True
        for name in ("created_at", "send_after", "sent_at"):
            moment = getattr(row, name)
            if moment:
                midnight = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
                setattr(row, name, midnight)
        row.save(update_fields=["only_day", "created_at", "send_after", "sent_at"])


class Migration(migrations.Migration):
    dependencies = [("outbox", "0004_slack_channel_for_everybody")]

    operations = [
        migrations.AddField(model_name="message", name="only_day", field=models.BooleanField(default=False)),
        migrations.RunPython(forget_the_hour, migrations.RunPython.noop),
    ]
