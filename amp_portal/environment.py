"""Settings from the environment that can't be read are an error in words, not a guess."""

import environ
from django.core.exceptions import ImproperlyConfigured

ON = ("1", "true", "yes", "on", "y", "t")
OFF = ("0", "false", "no", "off", "n", "f")


class Environment(environ.Env):
    def bool(self, var, default=environ.Env.NOTSET):
        """As environ's, which takes whatever it does not know for off. Empty is not set."""
        text = self.str(var, default="").strip().lower()
        if not text and default is not self.NOTSET:
            return default
        if text not in ON + OFF:
            raise ImproperlyConfigured(f"{var} is either on (1, true, yes) or off (0, false, no), not “{text}”.")
        return text in ON

    def int(self, var, default=environ.Env.NOTSET):
        try:
            return super().int(var, default=default)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} must be a whole number, not “{self.str(var)}”.") from error
