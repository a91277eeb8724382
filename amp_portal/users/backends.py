from allauth.account.auth_backends import AuthenticationBackend

from .models import User


class Backend(AuthenticationBackend):
    """As allauth's; a request's user comes with their person, whom every page needs."""

    def get_user(self, user_id):
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
