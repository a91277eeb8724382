from cohorts.imports import participants
from cohorts.imports.command import ImportCommand


class Command(ImportCommand):
    help = "Import who takes part in other programs (GSoC, Outreachy, LFX, …) from a CSV file."
    imported = participants
