"""What became of the people of a program (PROGRAM.md, Recognition and stipends), from history imports on.

``count`` is pure, ``gather`` reads the facts, ``export`` writes them down, ``asking`` sends the follow-ups.
"""
