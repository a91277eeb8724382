from django.core.management.base import BaseCommand, CommandError

from cohorts.conduct import keeping, sealing


class Command(BaseCommand):
    help = "Seal all conduct reports with the first of CONDUCT_KEYS; afterwards the others can be taken away."

    def handle(self, *args, **options):
        if not sealing.is_possible():
            raise CommandError("CONDUCT_KEYS is empty.")
        done, unknown = keeping.rotate()
        self.stdout.write(f"{done} sealed with the first key.")
        if unknown:
            raise CommandError(f"{unknown} can't be opened by any of the keys: keep the one they were sealed with.")
