"""Letters of the past: in everybody's inbox, read long ago, and nothing goes out by e-mail."""

from amp_portal.outbox import rendering
from amp_portal.outbox.models import Message


def deliver(now):
    """Mark everything that was due by then as sent and read, with the text it had then."""
    for message in Message.objects.due(now).select_related("person", "content_type"):
        try:
            text = rendering.text_of(message, now)
        except rendering.Moot as reason:
            message.state, message.error = Message.State.CANCELLED, str(reason)
        else:
            message.state, message.sent_at, message.read_at = Message.State.SENT, now, now
            message.subject, message.body = text.subject, text.body
        message.save(update_fields=["state", "error", "sent_at", "read_at", "subject", "body"])
