"""Who may open what. Everybody's profile is their own."""


def own_person(user):
    """The Person of whoever is signed in."""
    return user.person
