from .account_change import AccountChange, Objection
from .calendar_link import CalendarLink
from .join import Join
from .known_as import KnownAs
from .person import Person, called
from .press import Press
from .user import User, UserManager

__all__ = [
    "AccountChange",
    "CalendarLink",
    "Join",
    "KnownAs",
    "Objection",
    "Person",
    "Press",
    "User",
    "UserManager",
    "called",
]
