import json
from datetime import UTC, date, datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from applications.eligibility import facts_of_account, judge
from cohorts.models import Cohort

MARKS = {True: "eligible", False: "not eligible", None: "needs a person"}


class Command(BaseCommand):
    help = "Say, rule by rule, whether a GitHub account could be a mentee of a cohort."

    def add_arguments(self, parser):
        parser.add_argument("--cohort", required=True, metavar="SLUG")
        parser.add_argument("--github", required=True, metavar="LOGIN")
        parser.add_argument("--github-id", type=int, metavar="N", help="the account's numeric id: logins change")
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as of the end of that day (UTC)")
        parser.add_argument("--json", action="store_true", help="print the verdict as JSON")

    def handle(self, *, cohort, github, github_id, on, json: bool, **options):
        now = datetime.combine(on, time.max, UTC) if on else timezone.now()
        found = Cohort.objects.filter(slug=cohort).first()
        if found is None:
            known = ", ".join(Cohort.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no cohort “{cohort}”. Cohorts: {known}.")
        login = github.strip().removeprefix("@")
        verdict = judge(facts_of_account(found, login=login, github_id=github_id, now=now))
        self.stdout.write(_as_json(verdict) if json else _in_words(verdict))


def _as_json(verdict):
    return json.dumps(verdict.as_json(), ensure_ascii=False, indent=2)


def _in_words(verdict):
    lines = [MARKS[verdict.eligible]]
    for finding in verdict.findings:
        evidence = f" [{finding.evidence}]" if finding.evidence else ""
        lines.append(f"{finding.verdict:<14} {finding.rule:<24} {finding.reason}{evidence}")
    return "\n".join(lines)
