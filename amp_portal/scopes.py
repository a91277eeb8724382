"""Whose letters may somebody see? Each app says which scopes (``Message.scope``: "cohort/3") a user looks after."""

from amp_portal.hooks import Hook

organized = Hook()  # function(user) -> Iterable[str]: the scopes this user organizes now, in one query
organizers = Hook()  # function(scope) -> Iterable[Person]: those who organize what this scope stands for


def organized_by(user) -> set[str]:
    """All scopes of all apps. Superusers are not asked: they see everything that is not private."""
    return set(organized.gather(user))
