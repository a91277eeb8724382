from argparse import ArgumentTypeError
from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from amp_portal.refusals import Refusal
from amp_portal.users import zones
from amp_portal.users.models import Person
from cohorts import schedule, sides
from cohorts.models import Cohort, Invitation, Phase


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a day. Write it as 2027-06-15.") from None


def time_zone(text):
    if text not in zones.names():
        raise ArgumentTypeError(f"“{text}” is not a time zone we know. Example: Europe/Berlin.")
    return text


class Command(BaseCommand):
    help = "Create a cohort with the phases of a template. It stays unpublished unless you say --publish."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="short name in links, e.g. amp-2027")
        parser.add_argument("--name", required=True)
        parser.add_argument("--kickoff", required=True, type=day, help="the day the program starts, e.g. 2027-06-15")
        parser.add_argument("--template", choices=schedule.TEMPLATES, default="amp")
        parser.add_argument(
            "--without",
            action="append",
            default=[],
            choices=[kind.value for kind in Phase.OPTIONAL],
            metavar="PHASE",
            help=f"a phase to leave out (repeatable): {', '.join(Phase.OPTIONAL)}",
        )
        parser.add_argument("--mode", choices=Cohort.Mode.values, default=Cohort.Mode.FUNDED)
        parser.add_argument("--time-zone", type=time_zone, default="UTC", help="the cohort's own, e.g. Europe/Berlin")
        parser.add_argument(
            "--lead",
            action="append",
            default=[],
            metavar="EMAIL",
            help="a lead organizer, whom participants reach there; invited if there is no such account (repeatable)",
        )
        parser.add_argument("--publish", action="store_true", help="needs a --lead who has an account")

    @transaction.atomic
    def handle(self, *, slug, name, kickoff, template, mode, lead, publish, **options):
        now = timezone.now()
        if Cohort.objects.filter(slug=slug).exists():
            raise CommandError(f"There is a cohort “{slug}” already. Nothing was changed.")
        cohort = Cohort(
            slug=slug, name=name, kickoff=kickoff, year=kickoff.year, mode=mode, time_zone=options["time_zone"]
        )
        self._validate(cohort, lead)
        cohort.save()
        schedule.lay_out(cohort, template, without=options["without"])
        told = [self._name_lead(cohort, email, now) for email in lead]
        if publish:
            try:
                cohort.publish(by=None, now=now)
            except Refusal as refusal:
                raise CommandError(f"{refusal} Nothing was created.") from refusal
        self._report(cohort, told)

    def _validate(self, cohort, lead):
        try:
            cohort.full_clean()
            for email in lead:
                validate_email(email)
        except ValidationError as error:
            problems = error.message_dict if hasattr(error, "error_dict") else {"lead": error.messages}
            lines = [f"  {field}: {' '.join(reasons)}" for field, reasons in problems.items()]
            raise CommandError("\n".join(["This can't be a cohort. Nothing was created.", *lines])) from error

    def _name_lead(self, cohort, email, now):
        """Give the role to the account with this address, or invite the address. Returns what to report."""
        person = Person.objects.with_address(email).first()
        try:
            if person is None:
                Invitation.invite(cohort, email, Invitation.Role.ORGANIZER, is_lead=True, by=None, now=now)
                return f"{email} has no account yet and was invited as lead organizer."
            sides.give_organizer(cohort, person, now=now, is_lead=True, contact=email)
        except Refusal as refusal:
            raise CommandError(f"{refusal} Nothing was created.") from refusal
        return f"{person} is lead organizer."

    def _report(self, cohort, told):
        state = "published" if cohort.published_at else "not published yet"
        self.stdout.write(self.style.SUCCESS(f"Created {cohort.name} ({cohort.slug}), {state}."))
        for line in told:
            self.stdout.write(line)
        for phase in cohort.phases.all():
            opens, closes = (edge.astimezone(cohort.zone) for edge in (phase.starts_at, phase.ends_at))
            self.stdout.write(f"  {phase.get_kind_display():36} {opens:%Y-%m-%d %H:%M} to {closes:%Y-%m-%d %H:%M}")
        self.stdout.write(f"Times are in {cohort.time_zone}.")
