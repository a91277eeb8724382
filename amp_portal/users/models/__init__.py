from .calendar_link import CalendarLink
from .join import Join
from .person import Person, called
from .user import User, UserManager

__all__ = ["CalendarLink", "Join", "Person", "User", "UserManager", "called"]
