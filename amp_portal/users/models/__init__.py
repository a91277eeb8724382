from .join import Join
from .person import Person
from .user import User, UserManager

__all__ = ["Join", "Person", "User", "UserManager"]
