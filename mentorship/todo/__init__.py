"""What waits for whom in this app: see ``amp_portal.todo``."""

from . import dates, mentors, organizers, people

__all__ = ["dates", "mentors", "organizers", "people"]
