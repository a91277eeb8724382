"""allauth's mail (verification, password reset, …) goes through the outbox like every other letter."""

from amp_portal.users.adapters import AccountAdapter as UsersAccountAdapter

from . import notices


class AccountAdapter(UsersAccountAdapter):
    def format_email_subject(self, subject):
        return str(subject)

    def send_mail(self, template_prefix, email, context):
        """Rendered now, because it holds links and codes that allauth only shows here; wiped once it is sent."""
        mail = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        notices.account_mail(email, subject=mail.subject, text=mail.body).queue(self.request.received_at)
