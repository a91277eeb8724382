from cohorts.imports import history
from cohorts.imports.command import ImportCommand


class Command(ImportCommand):
    help = "Import earlier cohorts, their mentors and mentees from a CSV file."
    imported = history
