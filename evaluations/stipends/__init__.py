"""The stipends of a funded cohort (docs/program.md, Recognition and stipends), in minor units of its currency.

``rules`` says who gets which part (pure), ``gather`` reads the facts, ``ledger`` writes lines, ``payments`` asks for
them and records what was paid, ``budget`` adds up, ``export`` is the way to Open Collective and back.
"""
