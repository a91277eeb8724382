from .application import Application, ApplicationMove, Choice, Version
from .fact import EligibilityCheck, Fact
from .offer import Offer
from .review import Review

__all__ = ["Application", "ApplicationMove", "Choice", "EligibilityCheck", "Fact", "Offer", "Review", "Version"]
