"""What became of the people of a program (docs/program.md, Recognition and stipends), from history imports on.

``count`` is pure, ``gather`` reads the facts, ``export`` writes them down, ``asking`` sends the follow-ups.
"""
