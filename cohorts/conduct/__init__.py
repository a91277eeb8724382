"""Conduct reports (docs/program.md, Mentorship): confidential, perhaps anonymous, closed to whoever is excluded.

Nobody reads a report but the cohort's handlers, and of them only whom it neither names nor excludes; being a superuser
changes nothing. There is no other way to the rows: no admin, no reverse relation, no list, no count. Words are sealed
(``sealing``); of whoever reports nothing is kept but what they write, and of the time only the day.
"""
