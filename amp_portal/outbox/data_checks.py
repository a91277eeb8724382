"""What must agree about messages."""

from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from amp_portal.data_checks import Disagreement, checks

from .letters import LETTERS
from .models import Message


@checks
def messages_have_their_key():
    """A key ends with its channel: by it nobody is told twice. One query."""
    keyed = Message.objects.annotate(ending=Concat(Value("/"), F("channel")))
    for message in keyed.exclude(key__endswith=F("ending")).only("pk", "key", "scope").order_by("pk"):
        yield Disagreement(
            key=f"message-key/{message.pk}",
            words=_("Message %(pk)d has a key of another channel: %(key)s.") % {"pk": message.pk, "key": message.key},
            mend=_("Correct its key, so that the same thing isn't told twice."),
            scope=message.scope,
        )


@checks
def waiting_messages_have_a_template():
    """What waits is written by a builder that is still there. One query."""
    waiting = Message.objects.filter(state=Message.State.QUEUED).exclude(letter__in=LETTERS)
    for pk, letter in waiting.order_by("pk").values_list("pk", "letter"):
        yield Disagreement(
            key=f"message-template/{pk}",
            words=_("Message %(pk)d waits, but nothing writes “%(letter)s” any more.") % {"pk": pk, "letter": letter},
            mend=_("Cancel it, or bring its template back."),
        )


@checks
def merged_messages_went_out():
    """A message that went out within another one: of the same person, and sent. One query."""
    astray = ~Q(merged_into__state=Message.State.SENT) | ~Q(merged_into__person=F("person"))
    for pk, into in (
        Message.objects.filter(astray, merged_into__isnull=False).order_by("pk").values_list("pk", "merged_into")
    ):
        yield Disagreement(
            key=f"message-merged/{pk}",
            words=_("Message %(pk)d went out within message %(into)d, which was not sent to the same person.")
            % {"pk": pk, "into": into},
            mend=_("Look at both, and send the first again if it never arrived."),
        )
