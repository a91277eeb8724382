from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from amp_portal.refusals import Refusal
from amp_portal.second_factor.models import SecondFactorReset
from amp_portal.users.addresses import account_with


class Command(BaseCommand):
    help = (
        "Removes a lost second factor from an account, 24 hours from now. Each address of the account gets an email "
        "with a link that cancels it."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="the account's")
        parser.add_argument("--reason", required=True, help="how you know that it's really them; the owner reads it")

    def handle(self, *, email, reason, **options):
        user = account_with(email)
        if user is None:
            raise CommandError(f"Nobody has an account with the address {email}.")
        try:
            reset = SecondFactorReset.ask(user, reason, by=None, now=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"The second factor of {user} will be removed at {reset.due_at:%Y-%m-%d %H:%M} UTC, unless they cancel."
        )
