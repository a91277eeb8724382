"""Which passwords are too easy to guess, beyond what Django looks for."""

import re

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")  # digits and signs before and after
_LONGEST = 128  # nobody guesses longer ones, and to take them apart takes long
_REPEATED = re.compile(r"(.+?)\1+")


class NotEndless:
    """Longer ones are no harder to guess, and a check of one takes longer."""

    def validate(self, password, user=None):
        if len(password) > _LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self):
        return _("Your password can’t have more than %(most)s characters.") % {"most": _LONGEST}


class NotCommon(CommonPasswordValidator):
    """Django's list of common passwords, with digits and signs around one, or several times the same, being no better.

    Most of the list is shorter than a password may be, so that it would hardly refuse any as it is.
    """

    def validate(self, password, user=None):
        if len(password) > _LONGEST:
            return
        super().validate(password, user)
        heart = _AROUND.sub("", password.casefold())
        super().validate(heart, user)
        if repeated := _REPEATED.fullmatch(heart):
            super().validate(repeated[1], user)


class NotThePortalsName:
    """No password is mostly made of the names of the portal and its community: whoever guesses begins with them."""

    def validate(self, password, user=None):
        letters = _letters(password)
        rest = letters
        for word in _own_words():
            rest = rest.replace(word, "")
        if rest != letters and len(rest) <= len(letters) / 2:
            raise ValidationError(self.get_help_text(), code="password_portal_name")

    def get_help_text(self):
        names = {"site": settings.SITE_NAME, "community": settings.COMMUNITY_NAME}
        return _("Your password can’t be mostly “%(site)s” or “%(community)s”.") % names


def _own_words():
    """The words of the portal's names, each name as a whole among them, the longest first."""
    names = [settings.SITE_NAME, settings.COMMUNITY_NAME]
    words = {_letters(word) for name in names for word in (name, *re.split(r"[\W_]+", name))}
    return sorted((word for word in words if len(word) > 2), key=len, reverse=True)


def _letters(text):
    return "".join(character for character in text.casefold() if character.isalpha())
