from django.db import models

from amp_portal import idn


class PersonQuerySet(models.QuerySet):
    def with_login(self, login):
        """Everybody with this GitHub login, without regard to case. Perhaps several: logins get reused."""
        return self.filter(github_login__iexact=login)

    def with_address(self, address):
        """Whoever proved that this e-mail address is theirs, and has an account that is open: at most one person."""
        address = idn.one_form(address).lower()
        return self.filter(user__is_active=True, user__emailaddress__email=address, user__emailaddress__verified=True)

    def without_account(self):
        return self.filter(user=None)

    def bulk_create(self, *args, **kwargs):
        """As Django's; what the people are called is kept (see ``KnownAs``)."""
        from .models.known_as import KnownAs

        made = super().bulk_create(*args, **kwargs)
        KnownAs.keep_of(made)
        return made

    def update(self, **kwargs):
        """As Django's; what the people are called from now on is kept."""
        from .models.known_as import OF_PERSON, KnownAs

        if kwargs.keys().isdisjoint(OF_PERSON):
            return super().update(**kwargs)
        pks = list(self.values_list("pk", flat=True))
        changed = super().update(**kwargs)
        KnownAs.keep_of(self.model._base_manager.filter(pk__in=pks))
        return changed
