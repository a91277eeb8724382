"""Who owes what in a round: the one answer for reminders, chase list, progress and home page, in a few statements."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.users.models import Person
from cohorts.models import ProjectMentor
from mentorship.models import Mentorship

from .models import Evaluation, FinalWork, Form, Round

FINAL_WORK = "final_work"

# With this prefetched, ``mentorship.project.current_mentors`` is a list of ProjectMentor rows with their person.
CURRENT_MENTORS = Prefetch(
    "project__mentors",
    queryset=ProjectMentor.objects.filter(until=None).select_related("person"),
    to_attr="current_mentors",
)


def with_people(mentorships):
    """Mentorships with their mentee, project, current mentors and own windows at hand."""
    return mentorships.select_related("mentee", "project").prefetch_related(CURRENT_MENTORS, "windows")


@dataclass(frozen=True)
class Duty:
    """One form (a Form, or FINAL_WORK) about one mentorship, which any one of ``people`` may hand in.

    ``round`` is the one of that mentorship, which may have more time.
    """

    round: Round
    mentorship: Mentorship
    form: str
    people: tuple[Person, ...]
    is_done: bool

    @property
    def apart(self):
        """The mentorship (pk) whose dates are its own, so that its reminders are, too; None where the cohort's hold."""
        return self.mentorship.pk if self.round.has_own_window else None

    @property
    def url(self):
        if self.form == FINAL_WORK:
            return reverse("evaluations:final-work", args=[self.round.pk, self.mentorship.pk])
        return reverse("evaluations:evaluate", args=[self.round.pk, self.mentorship.pk, self.form])

    @property
    def title(self):
        return title_of(self.form, self.mentorship)

    @property
    def label(self):
        """What it is, for organizers."""
        return _("final work") if self.form == FINAL_WORK else Form(self.form).label

    @property
    def in_full(self):
        """What it is and about whom."""
        if self.form == Form.MENTOR_ON_MENTEE:
            return _("%(form)s (%(mentee)s)") % {"form": self.label, "mentee": self.mentorship.mentee}
        return self.label


def title_of(form, mentorship):
    """What to do, in the words of who does it."""
    if form == FINAL_WORK:
        return _("Hand in your final work")
    if form == Form.SELF_ASSESSMENT:
        return _("Look back on your own way")
    if form == Form.MENTEE_ON_MENTOR:
        return _("Tell us about your mentors and the program")
    return _("Evaluate %(mentee)s") % {"mentee": mentorship.mentee}


def of(rounds, mentorships=None):
    """All duties of the rounds, done or not: of running mentorships, or of the given queryset of mentorships.

    What a mentor submitted who was replaced later is done.

    ``rounds`` are Round rows. The number of statements does not depend on how many there are.
    """
    rounds = list(rounds)
    if mentorships is None:
        mentorships = Mentorship.objects.active()
    cohorts = {round.cohort_id: round.cohort for round in rounds}
    mentorships = with_people(mentorships.filter(cohort__in=cohorts))
    by_cohort = defaultdict(list)
    for mentorship in mentorships:
        mentorship.cohort = cohorts[mentorship.cohort_id]
        by_cohort[mentorship.cohort_id].append(mentorship)
    done = _done(rounds, [mentorship for found in by_cohort.values() for mentorship in found])
    return [
        duty
        for round in rounds
        for mentorship in by_cohort[round.cohort_id]
        for duty in _duties(round.of(mentorship), mentorship, _mentors(mentorship), done)
    ]


def _mentors(mentorship):
    return tuple(row.person for row in mentorship.project.current_mentors)


def _done(rounds, mentorships):
    """``(submitted, works)``: (round, mentorship, form) of what is submitted, mentorships whose final work is."""
    submitted = Evaluation.objects.submitted().filter(round__in=rounds, mentorship__in=mentorships)
    works = ()
    if any(round.is_final for round in rounds):
        handed_in = FinalWork.objects.filter(mentorship__in=mentorships, submitted_at__isnull=False)
        works = set(handed_in.values_list("mentorship_id", flat=True))
    return set(submitted.values_list("round_id", "mentorship_id", "form")), works


def _duties(round, mentorship, mentors, done):
    mentee, (submitted, works) = (mentorship.mentee,), done
    for form in round.forms:
        people = mentors if form == Form.MENTOR_ON_MENTEE else mentee
        yield Duty(round, mentorship, form, people, is_done=(round.pk, mentorship.pk, form) in submitted)
    if round.is_final:
        yield Duty(round, mentorship, FINAL_WORK, mentee, mentorship.pk in works)


def owed(rounds):
    """The duties of running mentorships that nobody has done yet."""
    return [duty for duty in of(rounds) if not duty.is_done]


def of_one(person, rounds, mentorships):
    """What is one person's to do in mentorships of theirs, done or not. Two queries, for finals a third.

    The mentorships come with mentee, project and own windows.
    """
    done = _done(rounds, mentorships)
    return [
        duty
        for round in rounds
        for mentorship in mentorships
        if mentorship.cohort_id == round.cohort_id
        for duty in _duties(round.of(mentorship), mentorship, (person,), done)
        if (duty.form == Form.MENTOR_ON_MENTEE) == (mentorship.mentee_id != person.pk)
    ]


def of_person(person, rounds):
    """What this person owes in the rounds."""
    mine = Mentorship.objects.active().filter(
        Q(mentee=person) | Q(project__in=person.mentoring.filter(until=None).values("project"))
    )
    return [duty for duty in of(rounds, mine) if not duty.is_done and person in duty.people]
