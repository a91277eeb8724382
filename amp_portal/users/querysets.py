from django.db import models


class PersonQuerySet(models.QuerySet):
    def with_login(self, login):
        """Everybody with this GitHub login, without regard to case. Perhaps several: logins get reused."""
        return self.filter(github_login__iexact=login)

    def with_address(self, address):
        """Whoever proved that this e-mail address is theirs, and has an account that is open: at most one person."""
        return self.filter(
            user__is_active=True, user__emailaddress__email=address.lower(), user__emailaddress__verified=True
        )

    def without_account(self):
        return self.filter(user=None)
