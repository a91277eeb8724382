"""What waits for the organizers of a cohort in this app, counted."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.outbox.models import Message

from ..models import InvitationClaim, MentorApplication, MentorWish, Participation, Project, SettingsProposal
from ..organizing import Counted, Waiting, belongs_to, waiting


@waiting
def in_this_app(cohorts, now, organizer):
    going_on = [cohort for cohort in cohorts if not cohort.is_over(now)]
    yield Waiting("proposals", Project.objects.awaiting_review(), _proposals, among=going_on)
    yield Waiting("mentors", MentorApplication.objects.undecided(), _mentors, among=going_on)
    yield Waiting("claims", InvitationClaim.objects.awaiting_answer(), _claims, "invitation__cohort")
    yield Waiting("wishes", MentorWish.objects.open(), _wishes, "role__project__cohort")
    yield Waiting("names", Participation.objects.renamed(), _names)
    proposals = SettingsProposal.objects.filter(settled_at=None)
    yield Waiting("settings", proposals.exclude(proposed_by=organizer) if organizer else proposals, _settings)
    failed = Message.objects.filter(state=Message.State.FAILED, private=False).exclude(channel=Message.Channel.IN_APP)
    yield Waiting("failed", failed, _failed, "scope", by_scope=True)


def _proposals(cohort, counts, now):
    applications = cohort.phase("applications")
    return Counted(
        f"proposals/{cohort.pk}",
        ngettext("%d proposal to review", "%d proposals to review", counts["proposals"]) % counts["proposals"],
        reverse("cohorts:project-reviews", args=[cohort.slug]),
        topic=_("Project ideas"),
        count=counts["proposals"],
        words=ngettext("proposal to review", "proposals to review", counts["proposals"]),
        text=_("Approve them, ask for changes, or say why they can't be taken up."),
        action=_("Review"),
        due=applications and applications.starts_at,
        rank=21,
        **belongs_to(cohort),
    )


def _mentors(cohort, counts, now):
    call, number = cohort.phase("mentor_call"), counts["mentors"]
    return Counted(
        f"mentors/{cohort.pk}",
        ngettext("%d mentor application to review", "%d mentor applications to review", number) % number,
        reverse("cohorts:mentor-applications", args=[cohort.slug]),
        topic=_("Mentors"),
        count=number,
        words=ngettext("application to review", "applications to review", number),
        text=_("They would like to mentor and wait for your answer."),
        action=_("Review"),
        due=call and call.ends_at,
        rank=20,
        **belongs_to(cohort),
    )


def _claims(cohort, counts, now):
    number = counts["claims"]
    return Counted(
        f"claims/{cohort.pk}",
        ngettext("%d request to accept an invitation", "%d requests to accept an invitation", number) % number,
        reverse("cohorts:organizers", args=[cohort.slug]) + "#claims",
        topic=_("Invitations"),
        count=number,
        words=ngettext("request to accept with another account", "requests to accept with another account", number),
        text=_("Somebody opened an invitation with another account. The inviter or a lead answers."),
        action=_("Answer"),
        rank=15,
        **belongs_to(cohort),
    )


def _wishes(cohort, counts, now):
    number = counts["wishes"]
    return Counted(
        f"wishes/{cohort.pk}",
        ngettext("%d mentor asks for help with a project", "%d mentors ask for help with a project", number) % number,
        reverse("cohorts:attention", args=[cohort.slug]),
        text=_("For a co-mentor, or for somebody who follows them."),
        action=_("See who"),
        urgency="soon",
        is_listed=True,
        **belongs_to(cohort),
    )


def _names(cohort, counts, now):
    number = counts["names"]
    return Counted(
        f"names/{cohort.pk}",
        ngettext("%d new name to confirm", "%d new names to confirm", number) % number,
        reverse("cohorts:attention", args=[cohort.slug]),
        text=_("Certificates and public pages show the one from before until then."),
        action=_("Check"),
        is_listed=True,
        **belongs_to(cohort),
    )


def _settings(cohort, counts, now):
    return Counted(
        f"settings/{cohort.pk}",
        _("A change of settings to confirm"),
        reverse("cohorts:settings", args=[cohort.slug]),
        topic=_("Settings"),
        count=counts["settings"],
        words=_("proposed change waits to be confirmed"),
        text=_("Settings that people rely on are changed by two organizers."),
        action=_("Look at it"),
        rank=12,
        **belongs_to(cohort),
    )


def _failed(cohort, counts, now):
    number = counts["failed"]
    return Counted(
        f"failed/{cohort.pk}",
        ngettext("%d email could not be delivered", "%d emails could not be delivered", number) % number,
        f"{reverse('cohorts:letters', args=[cohort.slug])}?state={Message.State.FAILED}",
        topic=_("Letters"),
        count=number,
        words=ngettext("letter could not be delivered", "letters could not be delivered", number),
        text=_("See why, then send it again."),
        action=_("See which"),
        urgency="late",
        rank=90,
        **belongs_to(cohort),
    )
