from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.refusals import Refusal

from .. import slack


class Webhook(models.Model):
    """The incoming webhook through which letters of a scope, for an audience, reach a channel in Slack.

    Its address is a secret: whoever has it can write there. It is never shown again, only how it ends.
    """

    class Audience(models.TextChoices):
        """Who reads the channel; a letter says for whom it is (``@letter(…, audience=…)``)."""

        ORGANIZERS = "organizers", gettext_lazy("the organizers")
        EVERYBODY = "everybody", gettext_lazy("everybody")

    scope = models.CharField(max_length=50)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.ORGANIZERS)
    url = models.CharField(max_length=500)
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey("users.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = gettext_lazy("Slack channel")
        verbose_name_plural = gettext_lazy("Slack channels")
        constraints = [models.UniqueConstraint(fields=["scope", "audience"], name="one_channel_per_audience")]

    def __str__(self):
        return self.scope

    @property
    def ending(self):
        return self.url[-4:]

    @classmethod
    def link(cls, scope: str, url: str, *, by, now, audience=Audience.ORGANIZERS) -> None:
        """From now on the letters of this scope for these readers go there.

        Raises a Refusal for an address that is not Slack's.
        """
        if not slack.is_webhook(url):
            raise Refusal(_("That is not the address of an incoming webhook: https://hooks.slack.com/services/…"))
        cls.objects.update_or_create(
            scope=scope, audience=audience, defaults={"url": url, "linked_at": now, "linked_by": by}
        )
