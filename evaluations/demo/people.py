"""Invented people, the same for the same seed."""

import random
from dataclasses import dataclass
from pathlib import Path

from django.utils.text import slugify

from amp_portal.users import scenarios
from amp_portal.users.models import Person

DOMAIN = "@demo.example"
NAMES = Path(__file__).with_name("names.txt")  # given names on the first line, family names on the second
ZONES = ("Europe/Berlin", "Africa/Lagos", "America/Sao_Paulo", "Asia/Kolkata", "Europe/Lisbon", "America/Mexico_City")


@dataclass(frozen=True)
class Login:
    role: str
    name: str
    email: str
    password: str = scenarios.PASSWORD


class Cast:
    """Gives new people, each with a name of their own; keeps who is worth signing in as."""

    def __init__(self, seed, joined_at):
        self.dice = random.Random(seed)  # noqa: S311 # nosec B311 - names, not secrets
        given, family = (line.split() for line in NAMES.read_text(encoding="utf-8").splitlines())
        self.dice.shuffle(given)
        self.dice.shuffle(family)
        self._names = iter([f"{first} {last}" for first, last in zip(given, family, strict=True)])
        self._joined_at = joined_at
        self.logins: list[Login] = []

    def join(self, role="") -> Person:
        """Somebody new with an account. With a ``role`` they are listed among the logins."""
        name = next(self._names)
        handle = slugify(name.replace("ı", "i"))
        person = scenarios.person(
            name,
            email=handle.replace("-", ".") + DOMAIN,
            github_login=f"{handle}-demo",
            time_zone=self.dice.choice(ZONES),
            now=self._joined_at,
        )
        if role:
            self.list(person, role)
        return person

    def list(self, person, role):
        self.logins.append(Login(role, person.name, person.email))
