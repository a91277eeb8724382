"""What waits for whom in this app: see ``amp_portal.todo``."""

from . import organizers, people

__all__ = ["organizers", "people"]
