"""allauth's mail (verification, password reset, …) goes through the outbox like every other letter."""

from django.db import transaction

from amp_portal.users.adapters import AccountAdapter as UsersAccountAdapter
from amp_portal.users.models import AccountChange

from . import notices
from .letters import queue_all


class AccountAdapter(UsersAccountAdapter):
    def format_email_subject(self, subject):
        return str(subject)

    def send_mail(self, template_prefix, email, context):
        """Rendered now, because it holds links and codes that allauth only shows here; wiped once it is sent."""
        mail = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        notices.account_mail(email, subject=mail.subject, text=mail.body).queue(self.request.received_at)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """allauth tells of a change, by the name of its own e-mail about it; of a removed address see ``receivers``."""
        what = AccountChange.What(template_prefix.rpartition("/")[2])
        if what != AccountChange.What.EMAIL_DELETED:
            self.tell_of_change(user, what, (context or {}).get("to_email", ""))

    @transaction.atomic
    def tell_of_change(self, user, what, address=""):
        """Record a change of an account; each address it has or had within a week gets its own link to object."""
        now = self.request.received_at
        change = AccountChange.record(user, what, now=now, address=address)
        queue_all([notices.account_changed(change, number) for number in range(len(change.told))], now)
