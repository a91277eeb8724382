from .message import Message
from .preference import Preference
from .webhook import Webhook

__all__ = ["Message", "Preference", "Webhook"]
