import json
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from evaluations.outcomes import export
from evaluations.outcomes.gather import countable, outcomes


class Command(BaseCommand):
    help = "What became of the people of each cohort, and of all: every number with what it is out of."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="as JSON")
        parser.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="as of a day, by default today")

    def handle(self, *, on, **options):
        now = timezone.now()
        on = on or now.date()
        each, everything = outcomes(countable(now), on)
        if options["json"]:
            self.stdout.write(json.dumps(export.as_data(each, everything, on), indent=2))
            return
        labels, windows = export.labels(), export.windows(on)
        for row in [*each, everything]:
            self.stdout.write(
                f"{row.name or 'All cohorts'}: {row.places} mentee places, {row.mentors} distinct mentors"
            )
            for name in export.RATIOS:
                self.stdout.write(f"  {labels[name]}: {export.in_words(getattr(row, name))}, {windows[name]}")
            self.stdout.write(f"  {export.before_lists()}: {row.before_lists}")
            for months, ratio in row.active.items():
                asked = row.asked[months]
                self.stdout.write(f"  still around after {months} months: {export.in_words(ratio)}, {asked} asked")
