"""What the world may know of somebody: nothing that they did not choose, and nothing any more once they changed it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from markdown_it import MarkdownIt

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from evaluations.models import PublicEntry
from evaluations.models import Testimonial as Words  # pytest takes what begins with Test for its own
from evaluations.recognition import posts

ALUMNI = "/alumni/"
WORDS = "It changed how I read code."


@pytest.fixture
def mentorship(db):
    return evaluating.finished(mentee=person("Ada Lark", github_login="ada-lark"))


@pytest.fixture
def at(mentorship):
    return evaluating.round_of(mentorship.cohort, "final").closes_at + timedelta(days=2)


@pytest.fixture
def lead(mentorship):
    return mentorship.cohort.leads()[0].person


def shown(visit, at, *paths):
    return "".join(visit(None, path, at).content.decode() for path in paths or (ALUMNI, "/"))


# The alumni page ----------------------------------------------------------------------------


def test_nobody_is_there_by_default(visit, mentorship, at):
    assert "Ada Lark" not in shown(visit, at)
    assert "Nobody here yet" in shown(visit, at, ALUMNI)


SHOWN = {
    "shows_cohort": "AMP 2026",
    "shows_project": "Faster parser",
    "shows_github": "https://github.com/ada-lark",
    "shows_certificate": "/certificates/",
}


@pytest.mark.parametrize("chosen", [[], *([name] for name in SHOWN), list(SHOWN)])
def test_beside_the_name_stands_only_what_was_chosen(visit, mentorship, at, chosen):
    post = dict.fromkeys(["on_alumni_page", *chosen], "on")
    visit(mentorship.mentee, reverse("evaluations:public-entry", args=[mentorship.pk]), at, post=post)
    page = shown(visit, at, ALUMNI).partition("<main")[2].partition("<footer")[0]
    assert "Ada Lark" in page
    assert [name for name, words in SHOWN.items() if words in page] == chosen


def test_opting_out_acts_at_once(visit, mentorship, at):
    path = reverse("evaluations:public-entry", args=[mentorship.pk])
    visit(mentorship.mentee, path, at, post={"on_alumni_page": "on"})
    assert "Ada Lark" in shown(visit, at, ALUMNI)
    visit(mentorship.mentee, path, at, post={"shows_project": "on"})
    assert "Ada Lark" not in shown(visit, at, ALUMNI)


def test_who_has_no_valid_certificate_is_not_there(visit, mentorship, at, lead):
    evaluating.in_public(mentorship, now=at)
    certificate = mentorship.certificates.get()
    certificate.revoke(by=lead, now=at, reason="A mistake.")
    assert "Ada Lark" not in shown(visit, at, ALUMNI)
    certificate.renew(by=lead, now=at)
    assert "Ada Lark" in shown(visit, at, ALUMNI)


def test_who_is_suspended_is_not_there(visit, mentorship, at):
    evaluating.in_public(mentorship, now=at)
    evaluating.quoted(mentorship, now=at).feature(by=mentorship.cohort.leads()[0].person, now=at)
    mentorship.mentee.suspended_at = at
    mentorship.mentee.save()
    assert not [word for word in ("Ada Lark", WORDS) if word in shown(visit, at)]


def test_an_address_without_a_name_is_never_shown(visit, mentorship, at):
    evaluating.in_public(mentorship, now=at)
    mentee = mentorship.mentee
    mentee.name, mentee.github_login = "", ""
    mentee.save()
    assert mentee.email.partition("@")[0] not in shown(visit, at, ALUMNI)


def test_only_the_mentee_chooses(visit, mentorship, at, lead):
    path = reverse("evaluations:public-entry", args=[mentorship.pk])
    others = (lead, mentoring.lead_mentor(mentorship), person("Stan Stranger"))
    assert [visit(who, path, at, post={"on_alumni_page": "on"}).status_code for who in others] == [404, 404, 404]
    with pytest.raises(Refusal, match="Only the mentee"):
        PublicEntry.choose(mentorship, by=lead, now=at, on_alumni_page=True)


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x", "not a link"])
def test_a_page_of_ones_own_is_a_page(visit, mentorship, at, website):
    post = {"on_alumni_page": "on", "website": website}
    path = reverse("evaluations:public-entry", args=[mentorship.pk])
    assert visit(mentorship.mentee, path, at, post=post).status_code == 422


@pytest.mark.parametrize("count", [3, 30])
def test_the_alumni_page_costs_the_same(client, count, db, django_assert_num_queries):
    cohort = cohorts.cohort("amp-2026", kickoff=date(2026, 6, 15))
    project = cohorts.project(cohort, sponsored_slots=count, now=cohorts.instant(cohort, "mentor_call", days=1))
    made = [mentoring.mentorship(cohort, project=project, mentee=person(f"Mentee {n:02}")) for n in range(count)]
    evaluating.released(evaluating.round_of(cohort, "final"))
    now = cohorts.instant(cohort, "recognition", days=1)
    for mentorship in made:
        evaluating.in_public(mentorship, now=now)
        evaluating.quoted(mentorship, now=now)
    with django_assert_num_queries(4):
        page = client.get(ALUMNI)
    assert len(page.context["cards"]) == min(count, 24)


# Testimonials -------------------------------------------------------------------------------


def say(visit, mentorship, at, *places, words=WORDS):
    path = reverse("evaluations:testimonial", args=[mentorship.cohort.slug])
    said = {"words": words, "role": "mentee"}
    return visit(mentorship.mentee, path, at, post=said | dict.fromkeys(places, "on"))


def everywhere(visit, mentorship, at, lead):
    """The places where the words are read by anybody but their author."""
    slug = mentorship.cohort.slug
    paths = {
        "front page": (None, "/"),
        "alumni page": (None, ALUMNI),
        "post": (lead, reverse("evaluations:post", args=[slug, "graduates"])),
        "organizers": (lead, reverse("evaluations:testimonials", args=[slug])),
    }
    return {name for name, (reader, path) in paths.items() if WORDS in visit(reader, path, at).content.decode()}


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ((), set()),
        (("on_front_page",), {"organizers"}),
        (("on_alumni_page",), {"organizers", "alumni page"}),
        (("in_posts",), {"organizers", "post"}),
    ],
)
def test_words_stand_where_they_may_and_nowhere_else(visit, mentorship, at, lead, places, expected):
    evaluating.in_public(mentorship, now=at)
    say(visit, mentorship, at, *places)
    assert everywhere(visit, mentorship, at, lead) == expected


def test_withdrawn_they_are_nowhere_from_that_moment(visit, mentorship, at, lead):
    evaluating.in_public(mentorship, now=at)
    say(visit, mentorship, at, "on_front_page", "on_alumni_page", "in_posts")
    said = Words.objects.get()
    visit(lead, reverse("evaluations:feature-testimonial", args=[mentorship.cohort.slug, said.pk]), at, post={})
    assert everywhere(visit, mentorship, at, lead) == {"front page", "alumni page", "post", "organizers"}
    visit(mentorship.mentee, reverse("evaluations:withdraw-testimonial", args=[mentorship.cohort.slug]), at, post={})
    assert everywhere(visit, mentorship, at, lead) == set()
    own = visit(mentorship.mentee, reverse("evaluations:own-recognition"), at).content.decode()
    assert WORDS in own  # they stay their author's


def test_the_front_page_needs_consent_and_an_organizer_and_changed_words_are_chosen_anew(visit, mentorship, at, lead):
    said = evaluating.quoted(mentorship, now=at, in_posts=True)
    feature = reverse("evaluations:feature-testimonial", args=[mentorship.cohort.slug, said.pk])
    assert visit(lead, feature, at, post={}).status_code == 404
    with pytest.raises(Refusal, match="does not agree"):
        said.feature(by=lead, now=at)
    say(visit, mentorship, at, "on_front_page")
    visit(lead, feature, at, post={})
    assert WORDS in shown(visit, at, "/")
    say(visit, mentorship, at, "on_front_page", words="Now something else entirely.")
    assert "something else" not in shown(visit, at, "/")


def test_who_did_not_take_part_says_nothing(visit, mentorship, at):
    stranger = person("Stan Stranger")
    assert visit(stranger, reverse("evaluations:testimonial", args=[mentorship.cohort.slug]), at).status_code == 404
    with pytest.raises(Refusal, match="took part"):
        Words.say(mentorship.cohort, by=stranger, now=at, role="x", words="x", in_posts=True)


def test_a_mentor_may_speak_too(mentorship, at):
    said = evaluating.quoted(mentorship, now=at, by=mentoring.lead_mentor(mentorship), role="mentor")
    assert said.is_shown_somewhere


def test_the_database_shows_nothing_without_consent(mentorship, at):
    said = evaluating.quoted(mentorship, now=at, on_front_page=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Words.objects.filter(pk=said.pk).update(on_front_page=True)


@pytest.mark.parametrize("count", [3, 30])
def test_the_organizers_list_costs_the_same(client, count, db, django_assert_num_queries):
    cohort = cohorts.cohort("amp-2026", kickoff=date(2026, 6, 15))
    project = cohorts.project(cohort, sponsored_slots=count, now=cohorts.instant(cohort, "mentor_call", days=1))
    made = [mentoring.mentorship(cohort, project=project, mentee=person(f"Mentee {n:02}")) for n in range(count)]
    evaluating.released(evaluating.round_of(cohort, "final"))
    for mentorship in made:
        evaluating.quoted(mentorship, now=mentorship.ends_at)
        evaluating.in_public(mentorship, now=mentorship.ends_at)
    client.force_login(cohort.leads()[0].person.user)
    with django_assert_num_queries(8):
        page = client.get(reverse("evaluations:testimonials", args=[cohort.slug]))
    assert len(page.context["page_obj"]) == min(count, 25)
    with django_assert_num_queries(9):
        page = client.get(reverse("evaluations:post", args=[cohort.slug, "graduates"]))
    assert len(page.context["post"].cards) == count


# Posts --------------------------------------------------------------------------------------

NASTY = (
    "*Ev\u202eil* [x](javascript:alert(1)) <script>alert(1)</script> @everyone\n"
    "# `h` ![i](http://x.example/p.png) &lt; |a|"
)


def test_a_post_has_only_who_agreed_to_it(visit, mentorship, at, lead):
    path = reverse("evaluations:post", args=[mentorship.cohort.slug, "graduates"])
    assert "Nobody to name yet" in visit(lead, path, at).content.decode()
    evaluating.in_public(mentorship, now=at, shown=("in_graduates_post",))
    page = visit(lead, path, at).content.decode()
    assert "## Ada Lark" in page
    assert "Faster parser" not in page
    introduction = posts.of_cohort(mentorship.cohort, posts.INTRODUCTION)
    assert introduction.cards == []


def test_who_left_is_not_introduced(db):
    running = mentoring.mentorship()
    now = running.starts_at
    evaluating.in_public(running, now=now)
    assert len(posts.of_cohort(running.cohort, posts.INTRODUCTION).cards) == 1
    assert posts.of_cohort(running.cohort, posts.GRADUATES).cards == []
    running.end_early("withdrawn", by=running.cohort.leads()[0].person, now=now, reason="A new job.")
    assert posts.of_cohort(running.cohort, posts.INTRODUCTION).cards == []


def test_whatever_somebody_is_called_stays_text(mentorship, at):
    mentee = mentorship.mentee
    evaluating.quoted(mentorship, now=at, words=NASTY)
    cohorts.renamed(mentorship.cohort, mentee, NASTY, now=at)
    evaluating.in_public(mentorship, now=at, about=NASTY, website="https://example.org/a)b[c")
    post = posts.of_cohort(mentorship.cohort, posts.GRADUATES)
    rendered = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(post.markdown)
    for html in (rendered, post.html):
        assert not [
            tag for tag in ("<script", "<em>", "<code>", "<img", "<table", 'javascript:alert(1)"') if tag in html
        ]
        assert html.count("<h1>") == 1
        assert html.count("<h2>") == 1
        assert "\u202e" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "@everyone" not in post.markdown
    links = [part.partition('"')[0] for part in rendered.split('href="')[1:]]
    assert all(
        link.startswith(("http://localhost:8000/", "https://github.com/", "https://example.org/")) for link in links
    )


def test_it_is_downloaded_as_text(visit, mentorship, at, lead):
    evaluating.in_public(mentorship, now=at)
    for form, begin in (("md", "# The graduates of AMP 2026"), ("html", "<h1>The graduates of AMP 2026</h1>")):
        path = reverse("evaluations:post-file", args=[mentorship.cohort.slug, "graduates", form])
        response = visit(lead, path, at)
        assert response.content.decode().startswith(begin)
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response["Content-Disposition"].endswith(f'graduates.{form}"')


@pytest.mark.parametrize("path", ["posts/nothing/", "posts/graduates/exe/"])
def test_there_are_no_other_posts(visit, mentorship, at, lead, path):
    assert visit(lead, f"/cohorts/{mentorship.cohort.slug}/recognition/{path}", at).status_code == 404
