"""What the invented people write."""

IDEAS = (
    {
        "title": "Faster parser for large documents",
        "skills": ("TypeScript", "Testing"),
        "repository": "https://github.com/asyncapi/parser-js",
    },
    {
        "title": "Docs that answer the first ten questions",
        "kind": "docs",
        "difficulty": "easy",
        "skills": ("Writing", "Markdown"),
        "summary": "People ask the same ten questions in Slack every month. The docs should answer them **first**.",
        "goals": "- Each of the ten questions has a page\n- Half as many of them in Slack after three months",
        "repository": "https://github.com/asyncapi/website",
    },
    {
        "title": "A friendlier command line",
        "skills": ("TypeScript", "Node.js"),
        "summary": "Errors of the command line should say what to do next.",
        "goals": "- Every error names the file, the line and a next step\n- Newcomers reviewed the wording",
        "repository": "https://github.com/asyncapi/cli",
    },
    {
        "title": "A visual language for event flows",
        "kind": "design",
        "skills": ("Design", "Figma"),
        "summary": "Diagrams of event-driven systems look different in every talk. We want one set of shapes.",
        "goals": "- Twenty shapes, tested with five teams\n- A guide, and a template everybody can use",
        "repository": "https://github.com/asyncapi/brand",
    },
    {
        "title": "Templates in more languages",
        "difficulty": "hard",
        "skills": ("Java", "Go", "Code generation"),
        "summary": "The generator writes good JavaScript. It should write Go and Java as well.",
        "goals": "- Two templates with tests\n- A release of each, made by the mentee",
        "repository": "https://github.com/asyncapi/generator",
    },
    {
        "title": "Welcome: the first week of a contributor",
        "kind": "community",
        "difficulty": "easy",
        "skills": ("Community", "Writing"),
        "summary": "What happens between the first message and the first merged change? Let us make it a good week.",
        "goals": "- A path for the first week\n- Ten newcomers took it and told us how it was",
        "repository": "https://github.com/asyncapi/community",
    },
)

VOICES = (
    (
        "mentee, now a triager",
        "I came with a typo fix and left releasing. What helped most was that somebody answered within a day, "
        "also when the question felt silly.",
    ),
    (
        "mentee, now reviews translations",
        "My exams fell into week six. I said so, we moved a milestone, and that was that.",
    ),
    ("mentor", "I wanted to hand over a module. I got a colleague."),
)

NOTE = "I heard from a friend of theirs that they are moving house. I will try again on Monday. @{organizer}"
EVENTS = (  # days after the start, title, audience, text
    (0, "Kickoff", "participants", "Who we are, and how the weeks go."),
    (14, "Mentors' round", "mentors", "What works, what doesn't."),
    (65, "Office hours", "participants", "Bring what you are stuck with."),
    (69, "Mentees' tea", "mentees", "No agenda, no mentors."),
    (110, "Final presentations", "everybody", "Ten minutes each. Everybody is welcome."),
)
HALF_WRITTEN = {"done": "Drew the variants once more, smaller.", "next_up": "Errors, with whatever we", "hours": "12"}
QUESTION = "Should errors be a set of shapes of their own, or variants of the others? I drew both and can't decide."

CONTRIBUTIONS = (  # of the contribution period: what somebody noted day by day, and what a mentor said to the last
    (
        (
            "Built the project and wrote down where I got stuck: https://github.com/asyncapi/website/issues/101",
            "Reproduced two of the oldest issues; one is fixed already, so I asked to close it.",
            "A first pull request with a test: https://github.com/asyncapi/website/pull/102",
        ),
        "A test that fails before and passes after: lovely. I left one question on the name.",
    ),
    (
        (
            "Read along in the reviews of the week, and asked two questions in Slack.",
            "Half a page for the guide, from what I had to find out myself: https://github.com/asyncapi/cli/pull/77",
        ),
        "This is what I would have needed in my first week. Merged!",
    ),
    (
        ("A small week: one typo, one answer to a newcomer. https://github.com/asyncapi/spec/pull/45",),
        "The answer was kind and right. Small is fine.",
    ),
)
FINAL_NOTE = "Asks early, and takes up what others say."
