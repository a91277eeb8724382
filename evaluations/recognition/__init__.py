"""What is left of a mentorship when it is over, and what the world may know of it.

``certificates`` says what stands on one and makes its PDF, ``issuing`` makes them; ``letters`` sets a signed letter of
recommendation; ``overview`` says what is left to do. ``public`` is the one place that reads what somebody lets the
world know, for the alumni page and for ``posts``.
"""
