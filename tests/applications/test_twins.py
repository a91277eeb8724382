"""Two applications that look like one person's: marked, told apart, or one of them set aside."""

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications import duplicates
from applications.models import Application, Twin
from applications.models.twin import take_up_again
from cohorts import sides
from cohorts.models import Participation

from .applying import letters, said, signed_in

WORDS = (
    "I have looked after the command line of a small community for two years, and I would like to learn how a larger "
    "one keeps its promises to everybody who builds on it, release after release, with people from all over the world."
)
OTHER_WORDS = (
    "My first contribution was a translation of the guide for newcomers; since then I answer questions in the evening, "
    "and by now I know which parts of the documentation send people the wrong way, so that is where I want to begin."
)

THIRD_WORDS = (
    "At school I built a weather station out of old phones. What I miss since is somebody who reads my code; I have "
    "read yours for a while, above all the parser, whose tests taught me more than any course that I have ever taken."
)


def submitted(cohort, project, who, now, *, words=WORDS):
    """Long enough to be compared; the proposal is the same for everybody, as from a template."""
    return applying.submitted(cohort, who, projects=[project], now=now, about=words, motivation=words[::-1])


@pytest.fixture
def pair(cohort, project, now):
    """The same mailbox behind two accounts."""
    return [
        submitted(cohort, project, person("Nia Okafor", email="nia.okafor@gmail.com", now=now), now),
        submitted(cohort, project, person("N. Okafor", email="niaokafor+2@gmail.com", now=now), now, words=OTHER_WORDS),
    ]


@pytest.fixture
def organizer(client, lead, now):
    with time_machine.travel(now, tick=False):
        yield signed_in(client, lead)


def address(name, application, *args):
    return reverse(f"applications:{name}", args=[application.cohort.slug, application.pk, *args])


def shared():
    return [(twin.first_id, twin.second_id, twin.kinds) for twin in Twin.objects.open()]


def test_the_same_mailbox_is_found_however_it_is_written(pair):
    assert shared() == [(pair[0].pk, pair[1].pk, ["email"])]


def test_the_same_github_account_typed_and_proved(cohort, project, now):
    one = submitted(cohort, project, person("Ada", github_login="ada-lark", now=now), now)
    two = submitted(
        cohort, project, person("Ada L", github_login="Ada-Lark", proved=False, now=now), now, words=OTHER_WORDS
    )

    assert shared() == [(one.pk, two.pk, ["github"])]


def test_much_of_the_same_text_but_not_what_everybody_has(cohort, project, now):
    one = submitted(cohort, project, person("Ada", now=now), now)
    submitted(cohort, project, person("Ben", now=now), now, words=OTHER_WORDS)
    two = submitted(cohort, project, person("Cid", now=now), now, words=f"Hello! {WORDS}")

    assert shared() == [(one.pk, two.pk, ["text"])]


def test_short_texts_tell_nothing(cohort, project, now):
    for name in ("Ada", "Ben"):
        made = applying.submitted(cohort, person(name, now=now), projects=[project], now=now)
        made.submitted_version.choices.update(approach="Read", deliverables="A guide")
        version = made.submitted_version
        version.about = version.motivation = "To learn"
        version.save()
        duplicates.look(made, now)

    assert shared() == []


def test_another_cohort_is_another_matter(cohort, project, now):
    other = cohorts.cohort("amp-2028", kickoff=cohort.kickoff.replace(year=2028))
    ideas = cohorts.project(other, now=cohorts.instant(other, "mentor_call", days=1))
    later = cohorts.instant(other, "applications", days=1)
    applying.fresh_roster(later)
    somebody = person("Ada", now=now)
    submitted(cohort, project, somebody, now)
    submitted(other, ideas, somebody, later)

    assert shared() == []


def test_the_list_marks_and_finds_them(organizer, cohort, project, pair, now):
    submitted(cohort, project, person("Zoe Zander", now=now), now, words=THIRD_WORDS)
    url = reverse("applications:screening", args=[cohort.slug])
    marked = {str(row.person): row.has_twin for row in organizer.get(url).context["page_obj"]}
    found = organizer.get(url, {"twin": "yes"}).context["page_obj"]
    named = organizer.get(url, {"q": "niaokafor+2"}).context["page_obj"]

    assert marked == {"Nia Okafor": True, "N. Okafor": True, "Zoe Zander": False}
    assert [row.pk for row in found] == [application.pk for application in pair]
    assert [row.pk for row in named] == [pair[1].pk]


def test_one_notice_lists_them_all(organizer, cohort, project, pair, now):
    third = submitted(cohort, project, person("Nia O", email="nia.okafor@googlemail.com", now=now), now)
    text = organizer.get(address("application", pair[0])).content.decode()

    assert text.count('class="alert alert-warning"') == 1
    assert "2 other applications have much in common with this one." in text
    assert all(f'<a href="{address("application", other)}">' in text for other in (pair[1], third))


def test_one_is_set_aside_and_its_person_told_without_a_word_on_the_other(organizer, pair, mailoutbox):
    kept, second = pair
    twin = Twin.objects.get()
    page = organizer.post(address("set-aside", second, twin.pk), follow=True)
    second.refresh_from_db()

    assert said(page) == ["Set aside: the other one goes on. A kind letter tells N. Okafor."]
    assert (second.state, Participation.objects.get(person=second.person).side) == ("set_aside", "none")
    assert letters()["set_aside", "N. Okafor"] == 1
    assert letters()["set_aside", "Nia Okafor"] == 0
    assert shared() == []
    with pytest.raises(Refusal, match="not in the running"):
        Twin.objects.get().set_aside(kept, by=applying.organizer(kept.cohort), now=second.created_at)


def test_it_is_taken_up_again(organizer, pair, lead, now):
    second = pair[1]
    Twin.objects.get().set_aside(second, by=lead, now=now)
    organizer.post(address("resume", second))
    with pytest.raises(Refusal, match="not possible any more"):
        take_up_again(second, by=lead, now=now)
    second.refresh_from_db()

    assert (second.state, Participation.objects.get(person=second.person).side) == ("submitted", "contributor")
    assert letters()["taken_up_again", "N. Okafor"] == 1


def test_whoever_organizes_another_cohort_meanwhile_is_not_taken_up_again(organizer, cohort, pair, lead, now):
    second = pair[1]
    Twin.objects.get().set_aside(second, by=lead, now=now)
    other = cohorts.cohort("amp-2028", kickoff=cohort.kickoff.replace(year=2028))
    sides.give_organizer(other, second.person, now=now)
    page = organizer.post(address("resume", second), follow=True)
    second.refresh_from_db()

    assert "Organizers can read applications" in said(page)[0]
    assert (second.state, Participation.objects.get(cohort=cohort, person=second.person).side) == ("set_aside", "none")


def test_two_people_are_told_apart_for_good(organizer, cohort, project, pair, now):
    organizer.post(address("tell-apart", pair[0], Twin.objects.get().pk))
    duplicates.look(pair[1], now)

    assert shared() == []


def test_whoever_withdrew_is_nobodys_twin(organizer, cohort, pair, now):
    pair[0].withdraw(by=pair[0].person, now=now)
    page = organizer.get(address("application", pair[1]))

    assert (shared(), page.context["twins"]) == ([], [])


def test_only_organizers_decide(client, pair, mentor, applicant, now):
    twin = Twin.objects.get()
    with time_machine.travel(now, tick=False):
        answers = [
            signed_in(client, somebody).post(url).status_code
            for somebody in (mentor, pair[0].person)
            for url in (
                address("set-aside", pair[1], twin.pk),
                address("tell-apart", pair[1], twin.pk),
                address("resume", pair[1]),
            )
        ]

    assert (answers, Application.objects.filter(state="submitted").count()) == ([403] * 6, 2)
