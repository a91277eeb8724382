from django.db import models


class PersonQuerySet(models.QuerySet):
    def with_login(self, login):
        """Everybody with this GitHub login, without regard to case. Perhaps several: logins get reused."""
        return self.filter(github_login__iexact=login)

    def without_account(self):
        return self.filter(user=None)
