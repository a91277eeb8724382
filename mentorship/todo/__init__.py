"""What waits for whom in this app: see ``amp_portal.todo``."""

from . import dates, organizers, people

__all__ = ["dates", "organizers", "people"]
