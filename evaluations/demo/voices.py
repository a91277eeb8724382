"""What the applicants of the demo write about themselves, each in their own words."""

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


def voice(number):
    """Of the applicant with this number, as changes of what they submit."""
    about, motivation = _WRITTEN[number % len(_WRITTEN)]
    return {"about": about, "motivation": motivation}
