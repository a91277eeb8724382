"""What the applicants of the demo write, each in their own words."""

from datetime import timedelta

WEEK = timedelta(days=7)

_WRITTEN = (
    (
        "I study computer science in my third year and have kept a small library for parsing calendar files alive "
        "since school. About forty people use it, most of them teachers, and they taught me that a release note is "
        "a promise.",
        "Your command line was the first tool I used every day without reading its source. Now that I have read it "
        "I know where it hurts newcomers, and I would like to stay long enough to mend that and to see others rely "
        "on it.",
    ),
    (
        "After eight years as a nurse I am learning to program in the evenings. I care for checklists, handovers "
        "and plain words, which turned out to be most of what keeps a project alive. My first pull request fixed a "
        "typo.",
        "Nobody should need a degree to describe what their service says. I want to look after the guides that take"
        " a stranger from nothing to a first working document, and learn how a maintainer says no without hurting "
        "anybody.",
    ),
    (
        "By day I test payment terminals for a bank; at night I write Rust because its compiler argues with me "
        "politely. I run the local meetup, where we review each other's patches on a projector and bring soup.",
        "I have triaged other people's bugs for money for years and would love to do it where the reporter answers."
        " Owning a test suite together, release after release, is the kind of quiet work that I am good at.",
    ),
    (
        "I teach mathematics at a village school and translate software into Yoruba. Last year pupils of mine found"
        " a mistake in your examples, and we opened the issue together in class; two of them now code every week.",
        "I want my pupils to see that the tools of the world are made by people like them. Learning to review, to "
        "release and to welcome others would let me bring a whole classroom along, one small contribution at a "
        "time.",
    ),
    (
        "Designer, self-taught front-end developer, and mother of two early risers. I drew the icons of three open-"
        "source projects and made one of them work with a screen reader, which changed how I see every interface "
        "since.",
        "Diagrams are how most of us understand an event-driven system, and ours leave out whoever can't see them. "
        "I have sketches for text that says the same, and would like to find out with your users whether they are "
        "any good.",
    ),
    (
        "I maintain the message brokers of a public transport company, so your specification is what my pager "
        "speaks. I wrote the validator we use inside, and was allowed to publish it last month under the Apache "
        "licence.",
        "We depend on you and have given nothing back so far but bug reports. I would like to change that properly:"
        " become somebody who can be asked, take a share of the reviews, and bring my colleagues once I know the "
        "way.",
    ),
    (
        "First year at university, moved here from Recife in spring. I like old code: my favourite afternoon was "
        "spent with git blame, finding out why a strange condition had been right for eleven years.",
        "Somebody who explains history makes change less frightening. I want to begin with the oldest open issues, "
        "close what is done, write down what is known, and slowly earn the trust to change what everybody is afraid"
        " of.",
    ),
    (
        "I write documentation for a telescope. Our readers are tired, it is three at night and the dome will not "
        "close; this has taught me to begin with what to do, and to put the reasons below.",
        "Your reference is complete and hard to use at three at night. I would like to rearrange it with the people"
        " who answer questions in the channel, measure whether they get fewer, and pass on what works as a guide "
        "for writers.",
    ),
)

_PROPOSALS = (  # of each of them, for the first and the second project they choose: how, and what is there in the end
    (
        (
            "I would begin as a user: run it on the twenty largest public documents, note where it stumbles, and only "
            "then open an editor. Each stumble becomes an issue with a file that shows it.",
            "A suite of awkward documents that everybody can run, and three of the causes mended, each in a release.",
        ),
        (
            "Watch five newcomers do their first hour, with their leave, and write down every sigh. The loudest first.",
            "A path through the first hour without a sigh, tested with five other newcomers.",
        ),
    ),
    (
        (
            "Checklists first: what has to be true before a change is safe? I would write it with whoever reviews "
            "today, try it on old pull requests, and let it shrink until people use it.",
            "A one-page checklist for reviewers, and the ten oldest bug reports answered by it.",
        ),
        (
            "I collect the questions of a month from the channel, sort them by who asks, and answer the most frequent "
            "one each week, read over by somebody who does not know the answer.",
            "Twelve short pages, in plain words, and a habit of adding the thirteenth.",
        ),
    ),
    (
        (
            "Fuzzing is my home ground. I would put a small grammar beside the tests, let it run overnight, and bring "
            "the three smallest crashes to the weekly call instead of a report with three hundred.",
            "A nightly run that anybody can read, and fixes for what it found, with the inputs kept as tests.",
        ),
        (
            "Our meetup tests it together on a projector, once a month, and I turn what we find into issues that "
            "a beginner can take.",
            "Thirty issues of a size for an evening, ten of them solved by people who were new.",
        ),
    ),
    (
        (
            "My pupils would be the jury: two lessons a month in which they try what I changed and say what they "
            "expected. Between the lessons I change one thing at a time.",
            "Error messages that fourteen-year-olds understand, in two languages.",
        ),
        (
            "I would translate the guide while I read it, since nothing shows a gap like a sentence that can't be "
            "translated. Each gap becomes a small change to the original.",
            "A guide without gaps, its translation, and notes on how to keep both alive.",
        ),
    ),
    (
        (
            "Paper before pixels: I would draw the six most common flows with people who know them by heart, and read "
            "the drawings aloud to somebody who can't see them.",
            "A set of shapes with a spoken form for each, and three diagrams of yours redrawn with it.",
        ),
        (
            "I begin with what a screen reader says today, record it, and play it at the first call. The order of the "
            "work follows from that.",
            "The pages people need in their first week, usable by ear and by keyboard, with tests that keep them so.",
        ),
    ),
    (
        (
            "I know what breaks at three in the morning. I would bring forty real messages of ours, made anonymous, "
            "and go through what the tools say about each with the people who wrote the tools.",
            "A report on those forty, the five worst answers mended, and our validator given to the community.",
        ),
        (
            "Pair with a maintainer on every review for a month, then take over the reviews of one folder, with them "
            "as the second pair of eyes.",
            "A folder that I look after, and two colleagues who review in it as well.",
        ),
    ),
    (
        (
            "Archaeology: for each strange condition I look up why it came, write it beside the code in a sentence, "
            "and ask whether it is still true. Only then would I move anything.",
            "The history of the oldest module in comments, and half of its special cases gone.",
        ),
        (
            "I sort the open issues by age and answer the fifty oldest: solved, still there, or not ours, always with "
            "a way to see it.",
            "Fifty old issues closed or alive again, and a note on how to do the next fifty.",
        ),
    ),
    (
        (
            "Tired readers first. I rewrite one page a week so that its first line says what to do, and ask three "
            "people at the end of their working day to follow it.",
            "Ten pages that work at three at night, and a guide for whoever writes the eleventh.",
        ),
        (
            "The commands print a lot. I would sort every message by what the reader has to do next, and move "
            "everything else out of their way.",
            "One line for the next step in each message, checked by a test.",
        ),
    ),
)

_PLANS = (  # (from week, to week, what)
    (
        (1, 2, "Set up, meet the mentors, and mend two small things to learn how a change travels."),
        (3, 6, "The first stumbles: reproduce, write down, propose what to do in an issue each."),
        (7, 12, "Change by change, **never more than a day's reading** each; a release in the middle."),
        (13, 16, "What users say about it; mend that."),
        (17, 18, "Write the guide, hand over."),
    ),
    (
        (1, 3, "Listen: reviews, calls, the channel. Notes for the next newcomer on the way."),
        (4, 10, "A piece a week: written on Monday, read by three people, merged by Friday."),
        (11, 15, "The same with somebody new beside me, who writes while I review."),
        (16, 18, "Measure what changed, and tell everybody."),
    ),
    (
        (1, 1, "Everything runs on my machine, and I know who knows what."),
        (2, 4, "A design of two pages; comments until nobody has any."),
        (5, 9, "The first half, behind a switch, with tests from the first day."),
        (10, 14, "The second half; the switch is turned."),
        (15, 18, "Two quiet weeks for what I forgot, two for the release."),
    ),
)

_BUSY = (  # other duties: what, from which week, for how many, hours a week or None
    (("Exams", 7, 2, 20),),
    (("Night shifts", 4, 3, 15), ("Family holiday", 12, 1, None)),
    (("Release week at the bank", 9, 1, 25),),
    (("Term reports", 6, 2, 12), ("School trip", 14, 1, None)),
    (),
    (("On call", 3, 1, 20), ("On call", 9, 1, 20)),
    (("Moving house", 5, 1, None),),
    (("Observation campaign", 10, 2, 18),),
)

_LINKS = (  # (path below the community on GitHub, kind, title, weeks ago)
    (
        ("cli/pull/{0}", "code", "a hint where a file is missing", 40),
        ("parser-js/issues/{1}", "code", "a slow case", 26),
    ),
    (
        ("website/pull/{0}", "docs", "a typo, and the paragraph around it", 33),
        ("community/pull/{1}", "docs", "a checklist", 24),
    ),
    (
        ("parser-js/pull/{0}", "code", "a crash on empty input", 45),
        ("spec/issues/{1}", "code", "two rules that differ", 29),
    ),
    (
        ("website/pull/{0}", "docs", "an example that was wrong", 38),
        ("website/pull/{1}", "docs", "the guide in Yoruba", 25),
    ),
    (
        ("brand/pull/{0}", "design", "icons that work in the dark", 31),
        ("website/pull/{1}", "design", "names for the icons", 27),
    ),
    (
        ("spec/issues/{0}", "community", "answers about brokers", 52),
        ("generator/pull/{1}", "code", "a flag we needed", 28),
    ),
    (
        ("generator/pull/{0}", "code", "a condition explained", 36),
        ("generator/issues/{1}", "community", "old issues sorted", 23),
    ),
    (
        ("website/pull/{0}", "docs", "the reference, by task", 42),
        ("community/issues/{1}", "community", "office hours for writers", 30),
    ),
)

_AI = (
    "Not at all.",
    "For the English: I wrote it in my own language first, and read every sentence over.",
    "To find out what some of your code does. The words and the plan are mine.",
)
_EVENINGS = (
    "Mornings before lectures suit me best.",
    "Evenings after eight; I answer questions during the day.",
    "Nights and weekends, and I am glad about calls in writing.",
    "Afternoons after school.",
    "While the children sleep: early, and reliably.",
    "Fridays are free for this, by agreement with my employer.",
    "Any time; I am still settling in and keep odd hours.",
    "Late evenings when the sky is cloudy.",
)


def voice(number):
    """Of the applicant with this number, as changes of what they submit (applications.scenarios.write)."""
    at = number % len(_WRITTEN)
    about, motivation = _WRITTEN[at]
    return {
        "about": about,
        "motivation": motivation,
        "proposals": tuple({"approach": how, "deliverables": what} for how, what in _PROPOSALS[at]),
        "steps": _PLANS[number % len(_PLANS)],
        "busy": _BUSY[at],
        "links": tuple(_link(number, *row) for row in _LINKS[at]),
        "ai_use": _AI[number % len(_AI)],
        "absences": _EVENINGS[at],
        "hours_per_week": 30 + number % 4 * 3,
    }


def _link(number, path, kind, title, weeks):
    """Everybody's own: the number of an applicant is in the number of what they did."""
    address = path.format(1000 + 7 * number, 400 + 5 * number)
    return f"https://github.com/asyncapi/{address}", kind, title, weeks * WEEK
