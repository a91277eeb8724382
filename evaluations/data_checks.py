"""What must agree about evaluations, their results and the stipends."""

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.utils.translation import gettext as _

from amp_portal.data_checks import Disagreement, checks, out_of_step
from cohorts.amounts import in_words
from cohorts.models import Cohort, ProjectMentor
from cohorts.notices import scope_by_pk
from mentorship.models import Mentorship
from mentorship.states import State

from .models import Certificate, Decision, Evaluation, Nomination, Recommendation, Round, StipendLine
from .stipends.rules import Role

HISTORIES = (
    (StipendLine, "cohort"),
    (Nomination, "mentorship__cohort"),
    (Recommendation, "mentorship__cohort"),
)


@checks
def stipends_fit_their_budgets():
    """The lines of a project and role that count come to no more than what the cohort pays for it. Two queries."""
    sums = StipendLine.objects.exclude(state=StipendLine.State.VOID).order_by("project", "role")
    sums = sums.values_list("project", "project__title", "role", "cohort").annotate(sum=Sum("amount"))
    cohorts = Cohort.objects.filter(stipend_lines__isnull=False).distinct().in_bulk()
    for project, title, role, cohort_pk, total in sums:
        cohort = cohorts[cohort_pk]
        budget = cohort.stipend_mentees if role == Role.MENTEE else cohort.stipend_mentors
        if total > budget:
            names = {"project": title, "role": Role(role).label}
            names |= {"sum": in_words(total, cohort.currency), "budget": in_words(budget, cohort.currency)}
            yield Disagreement(
                key=f"budget/{project}/{role}",
                words=_("The stipends of “%(project)s” (%(role)s) come to %(sum)s; the budget is %(budget)s.") % names,
                mend=_("Take back a line that wasn't paid; for what was paid, ask for the difference."),
                scope=scope_by_pk(cohort_pk),
            )


@checks
def stipends_are_of_the_cohort():
    """A line is of a project of its cohort, of a request of its cohort, and of somebody who took part. One query."""
    mentees = Mentorship.objects.filter(project=OuterRef("project"), mentee=OuterRef("person"))
    mentors = ProjectMentor.objects.filter(project=OuterRef("project"), person=OuterRef("person"))
    took_part = Q(role=Role.MENTEE) & Q(Exists(mentees)) | Q(role=Role.MENTOR) & Q(Exists(mentors))
    same_request = Q(request=None) | Q(request__cohort=F("cohort"))
    astray = StipendLine.objects.exclude(Q(project__cohort=F("cohort")) & same_request & took_part)
    for pk, cohort in astray.order_by("pk").values_list("pk", "cohort"):
        yield Disagreement(
            key=f"stipend/{pk}",
            words=_("Stipend line %(pk)d is of another cohort's project or request, or of nobody on the project.")
            % {"pk": pk},
            mend=_("Don't pay it before an organizer has looked at it; void it if it is nobody's."),
            scope=scope_by_pk(cohort),
        )


@checks
def results_are_carried_out():
    """Whose final result was carried out has completed the program, or didn't pass. One query."""
    final = Decision.objects.filter(round__kind=Round.Kind.FINAL).exclude(carried_out_at=None)
    differing = final.exclude(
        Q(passed=True, mentorship__state=State.COMPLETED) | Q(passed=False, mentorship__state=State.FAILED)
    )
    for decision in differing.select_related("mentorship__mentee", "mentorship__cohort").order_by("pk"):
        names = {"mentee": decision.mentorship.mentee, "cohort": decision.mentorship.cohort}
        yield Disagreement(
            key=f"result/{decision.pk}",
            words=_("The mentorship of %(mentee)s in %(cohort)s has another end than its published result.") % names,
            mend=_("Compare both with its history, and tell the mentee before anything is corrected."),
            scope=scope_by_pk(decision.mentorship.cohort_id),
        )


@checks
def evaluations_are_of_their_cohort():
    """A form or a result belongs to a round of the mentorship's own cohort. Two queries."""
    for model in (Evaluation, Decision):
        astray = model.objects.exclude(round__cohort=F("mentorship__cohort")).order_by("pk")
        for pk, cohort in astray.values_list("pk", "mentorship__cohort"):
            yield Disagreement(
                key=f"round/{model._meta.model_name}/{pk}",
                words=_("%(what)s %(pk)d is of another cohort's round.") % {"what": model.__name__, "pk": pk},
                mend=_("Move it to the round of the mentorship's own cohort."),
                scope=scope_by_pk(cohort),
            )


@checks
def certificates_are_earned():
    """Who has a valid certificate has completed the program. One query."""
    unearned = Certificate.objects.valid().exclude(mentorship__state=State.COMPLETED)
    for pk, code, cohort in unearned.order_by("pk").values_list("pk", "code", "mentorship__cohort"):
        yield Disagreement(
            key=f"certificate/{pk}",
            words=_("Certificate %(code)s is valid, but its mentorship was not completed.") % {"code": code},
            mend=_("Revoke it, with the reason."),
            scope=scope_by_pk(cohort),
        )


@checks
def histories_end_where_things_are():
    """One query a table."""
    for model, cohort in HISTORIES:
        yield from out_of_step(model.objects.all(), cohort, scope_by_pk)
