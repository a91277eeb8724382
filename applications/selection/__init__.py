"""Selection (docs/program.md, Review and selection): the proposal, what organizers make of it, and the results.

``proposal`` puts the matching over a cohort; ``board`` holds what organizers do with it; ``results`` publishes what
they decided; ``waitlist`` and ``offers`` go on from there by themselves. Nothing of it shows outside the organizers'
pages before the results are published.
"""
