"""What must agree about mentorships: the offers they began with, their places, what is said in them."""

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from amp_portal.data_checks import Disagreement, checks, out_of_step
from applications.models import Offer, Version
from cohorts.models import Participation, Project, ProjectMentor
from cohorts.notices import scope_by_pk

from .models import Draft, Entry, Episode, Mentorship, MentorshipMove, Milestone, SupportRequest
from .states import ENDED_EARLY

HISTORIES = ((Mentorship, "cohort"), (Milestone, "mentorship__cohort"), (SupportRequest, "cohort"))


def _of_mentorship(mentorship, name, words, mend):
    names = {"mentee": mentorship.mentee, "cohort": mentorship.cohort}
    return Disagreement(
        key=f"{name}/{mentorship.pk}", words=words % names, mend=mend, scope=scope_by_pk(mentorship.cohort_id)
    )


def _where(*conditions):
    return Mentorship.objects.filter(*conditions).select_related("mentee", "cohort").order_by("pk")


@checks
def accepted_offers_are_mentorships():
    """Each accepted offer is a mentorship of the same person, cohort, project and track. Two queries."""
    accepted = Offer.objects.filter(answer=Offer.Answer.ACCEPTED)
    for offer in accepted.filter(application__mentorship=None).select_related(
        "application__person", "application__cohort"
    ):
        names = {"person": offer.application.person, "cohort": offer.application.cohort}
        yield Disagreement(
            key=f"offer-without-mentorship/{offer.pk}",
            words=_("%(person)s accepted a place in %(cohort)s, but has no mentorship.") % names,
            mend=_("Restore the mentorship, or ask the person and open the offer again."),
            scope=scope_by_pk(offer.application.cohort_id),
        )
    same = Exists(
        accepted.filter(
            application=OuterRef("application"),
            project=OuterRef("project"),
            track=OuterRef("track"),
            application__person=OuterRef("mentee"),
            application__cohort=OuterRef("cohort"),
        )
    )
    for mentorship in _where(~same):
        yield _of_mentorship(
            mentorship,
            "mentorship-offer",
            _("The mentorship of %(mentee)s in %(cohort)s is of another project, track or person than the offer."),
            _("Compare it with the accepted offer, and correct the one that is wrong."),
        )


@checks
def mentorships_are_places():
    """A mentorship is its mentee's place: same project, same outcome; other places were imported. Two queries."""
    place = Participation.objects.filter(
        cohort=OuterRef("cohort"), person=OuterRef("mentee"), project=OuterRef("project"), outcome=OuterRef("state")
    )
    for mentorship in _where(~Exists(place)):
        yield _of_mentorship(
            mentorship,
            "place",
            _("The mentorship of %(mentee)s in %(cohort)s says something else than their participation."),
            _("Set project and outcome of the participation to those of the mentorship."),
        )
    theirs = Mentorship.objects.filter(cohort=OuterRef("cohort"), mentee=OuterRef("person"))
    unfounded = Participation.objects.filter(~Exists(theirs), imported_login="").exclude(outcome="")
    for place in unfounded.select_related("person", "cohort").order_by("pk"):
        yield Disagreement(
            key=f"place-without-mentorship/{place.pk}",
            words=_("%(person)s holds a place in %(cohort)s without a mentorship.")
            % {"person": place.person, "cohort": place.cohort},
            mend=_("Restore the mentorship, or clear project and outcome of the participation."),
            scope=scope_by_pk(place.cohort_id),
        )


@checks
def places_are_counted():
    """A project counts as taken the places of its mentorships that have begun, and of imported history. Two queries.

    A place that was left before the program began is free again.
    """
    left_before = MentorshipMove.objects.filter(of=OuterRef("pk"), state__in=ENDED_EARLY, at__lt=OuterRef("starts_at"))
    held = Mentorship.objects.filter(~Exists(left_before)).order_by().values_list("project", "track")
    places = {(project, track): count for project, track, count in held.annotate(count=Count("pk"))}
    for project in Project.objects.filter(cohort__imported=False).order_by("pk"):
        for track, label in Version.Track.choices:
            taken, held_now = getattr(project, f"{track}_taken"), places.get((project.pk, track), 0)
            if taken != held_now:
                yield Disagreement(
                    key=f"taken/{project.pk}/{track}",
                    words=_("“%(project)s” counts %(taken)d places (%(track)s) as taken, but %(held)d are.")
                    % {"project": project, "taken": taken, "track": label, "held": held_now},
                    mend=_("Set its number of taken places to %(held)d.") % {"held": held_now},
                    scope=scope_by_pk(project.cohort_id),
                )


@checks
def conversations_stay_together():
    """What answers something is in the same mentorship. One query."""
    astray = ~Q(in_reply_to__mentorship=F("mentorship")) & Q(in_reply_to__isnull=False)
    astray |= ~Q(answered_by__mentorship=F("mentorship")) & Q(answered_by__isnull=False)
    for pk, cohort in Entry.objects.filter(astray).order_by("pk").values_list("pk", "mentorship__cohort"):
        yield Disagreement(
            key=f"entry/{pk}",
            words=_("Entry %(pk)d of a conversation is tied to one of another mentorship.") % {"pk": pk},
            mend=_("Untie them: nobody may read what isn't theirs."),
            scope=scope_by_pk(cohort),
        )


@checks
def silence_ends_with_the_mentorship():
    """Nobody is asked after a mentorship that has ended. One query."""
    for mentorship in _where(Exists(Episode.objects.open().filter(mentorship=OuterRef("pk")))).exclude(state="active"):
        yield _of_mentorship(
            mentorship,
            "silence",
            _("The mentorship of %(mentee)s in %(cohort)s has ended, but still counts as gone silent."),
            _("End its open episodes."),
        )


@checks
def drafts_belong_somewhere():
    """A kept draft is of somebody who writes there, to something that is there. Two queries."""
    mentoring = ProjectMentor.objects.filter(project=OuterRef("mentorship__project"), person=OuterRef("author"))
    kept = Draft.objects.annotate(is_theirs=Q(author=F("mentorship__mentee")) | Q(Exists(mentoring))).order_by("pk")
    drafts = list(kept.values_list("pk", "place", "is_theirs", "mentorship", "mentorship__cohort"))
    answered = {int(place.rpartition("/")[2]) for _pk, place, *_rest in drafts if place.startswith("answer/")}
    there = {f"answer/{pk}": room for pk, room in Entry.objects.filter(pk__in=answered).values_list("pk", "mentorship")}
    for pk, place, is_theirs, mentorship, cohort in drafts:
        is_lost = place.startswith("answer/") and there.get(place) != mentorship
        if is_lost or not is_theirs:
            yield Disagreement(
                key=f"kept-draft/{pk}",
                words=_("Draft %(pk)d is of nobody who writes there, or answers nothing that is there.") % {"pk": pk},
                mend=_("Ask its author whether they need it, then delete it."),
                scope=scope_by_pk(cohort),
            )


@checks
def histories_end_where_things_are():
    """One query a table."""
    for model, cohort in HISTORIES:
        yield from out_of_step(model.objects.all(), cohort, scope_by_pk)
