from .public import cohort, landing

__all__ = ["cohort", "landing"]
