from .join import Join
from .person import Person, called
from .user import User, UserManager

__all__ = ["Join", "Person", "User", "UserManager", "called"]
