class RosterError(Exception):
    """The maintainers list could not be read or used; the last one stands. ``str(error)`` is for a person to read."""
