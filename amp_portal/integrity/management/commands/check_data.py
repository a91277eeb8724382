from django.core.management.base import BaseCommand, CommandError

from amp_portal import data_checks


class Command(BaseCommand):
    help = "Compare the tables that tell one person's place, print what disagrees and how to mend it. Changes nothing."

    def handle(self, **options):
        found = data_checks.find()
        for each in found:
            self.stdout.write(f"[{each.scope or 'portal'}] {each.words}")
            self.stdout.write(f"    {each.mend}")
        if found:
            raise CommandError(f"{len(found)} disagree." if len(found) > 1 else "1 disagrees.")
        self.stdout.write(self.style.SUCCESS("Everything agrees."))
