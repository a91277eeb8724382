"""What the mentees of the running cohort report, week by week, and what their mentors answer: to everyone their own."""


def told(done, next_up, hours, answer, **more):
    """``(an update, the answer to it)``"""
    return {"done": done, "next_up": next_up, "hours": hours, **more}, answer


ACTIVE = (  # docs that answer the first ten questions
    told(
        "Read three months of the help channel and counted: eleven questions make up half of it.",
        "Ask the two people who answer most whether my list is theirs.",
        14,
        "Eleven instead of ten, I had hoped for nine. Lovely start; ask in the thread whenever something takes longer "
        "than an hour.",
    ),
    told(
        "Both agreed on nine. First page drafted: what to do when nothing happens.",
        "Test it on somebody who has never seen the tool.",
        22,
        "Your neighbour as a first reader is a find. Keep her question about the word “broker” in the page.",
    ),
    told(
        "The page is in review; answered two of the questions in the channel with it.",
        "Second and third page.",
        20,
        "Two answers with a link instead of a paragraph: that is the whole project in one evening.",
        blockers="The preview takes ten minutes to build here.",
        mood={"level": "well", "words": "I begin to find my way around.", "readers": "mentors"},
    ),
    told(
        "Merged! And triaged nine issues of the docs with you.",
        "A pattern for all pages, so that they look like siblings.",
        25,
        "Thank you for the triage, two of these had waited for months!",
    ),
    told(
        "Wrote the pattern down, got comments from three people, threw half of it away.",
        "Pages four to six with what is left of it.",
        24,
        "I left two comments on the pattern. The rest is good as it is.",
    ),
    told(
        "A small week: exams.",
        "Back to page five.",
        8,
        "A small week is a week. Good luck with the exams.",
        mood={"level": "hard", "words": "Exams, and little sleep. It ends on Friday.", "readers": "organizers"},
    ),
    told(
        "Pages five and six, with pictures that have text beside them.",
        "Review a pull request of somebody else.",
        26,
        "The text beside the second picture is better than the picture. Shall we leave the picture out?",
    ),
    told(
        "Reviewed two pull requests, one of them a first one; took part in the release.",
        "Write to the newcomer whose change I reviewed: how was it?",
        21,
        "You were kind and exact in that review. He has opened a second one, did you see?",
    ),
    told(
        "He came back! Page seven is half his. The counts: a third fewer of the first three questions.",
        "Page eight, and the counts by week.",
        23,
        "A third fewer. I read that aloud at the community call.",
    ),
)

SILENT = (  # a friendlier command line
    told(
        "Everything builds. Provoked forty errors and copied what each one says.",
        "Sort them by how helpless I felt.",
        16,
        "A list of forty helpless moments is the best plan I have seen for this.",
    ),
    told(
        "Sorted: twelve say nothing about the file. Wrote a failing test for the first.",
        "Make it pass without touching the other eleven.",
        20,
        "That test is exactly right. Have a look at the fixtures beside it, too.",
    ),
    told(
        "It passes: file, line and a next step. Opened a draft to ask about the wording.",
        "Take up what people say about it.",
        22,
        "“Did you mean” instead of “invalid”: yes. I would drop the exclamation mark.",
    ),
    told(
        "The wording is settled, three errors are merged.",
        "The ones about references, which are tangled.",
        18,
        "Three merged. The tangled ones are tangled for a reason; call me before you pull.",
    ),
    told(
        "Understood the references, I think. A drawing is in the issue.",
        "Write it as code.",
        12,
        "The drawing should go into the docs as it is. How are you otherwise? You sound tired.",
    ),
    told(
        "Not much this week, sorry. Read along in two reviews.",
        "The first reference error.",
        6,
        "Nothing to be sorry for. Reading along counts, and next week is a new one.",
    ),
)

WAITING = (  # a visual language for event flows
    told(
        "Collected thirty diagrams from talks. No two of them draw a queue alike.",
        "Put them on one wall and look for what they share.",
        15,
        "The wall is wonderful. Can we show it at the next call, just as it is?",
    ),
    told(
        "Showed the wall. People defended their queues for half an hour.",
        "Sketch five shapes that nobody hated.",
        19,
        "Half an hour of feelings about queues: now you know whom to ask.",
    ),
    told(
        "Five shapes in pencil. Tested with two teams; the arrow for “maybe” confuses everybody.",
        "Three new arrows.",
        24,
        "I would have bet on that arrow. Good that you asked people and not me.",
    ),
    told(
        "The dotted arrow won. Eight shapes are drawn properly and named.",
        "A spoken form for each, for people who can't see them.",
        27,
        "The spoken forms are the part I did not know we needed.",
    ),
    told(
        "Spoken forms for eight shapes, read aloud to a friend who drew them from my words.",
        "Mend the two that came out wrong.",
        23,
        "Drawing from your words as a test! Please write down how you did it.",
    ),
    told(
        "Both are mended. Twelve shapes, and a page that shows them in light and dark.",
        "A third team.",
        26,
        "They look right in the dark, too. The third team is waiting for you on Thursday.",
    ),
    told(
        "The third team redrew their own diagram with it in twenty minutes, and found a mistake in their system.",
        "Shapes for errors.",
        25,
        "They wrote to me as well. That mistake had cost them a weekend last year.",
    ),
    told(
        "Errors are hard: drew them as a set of their own, and as variants.",
        "Decide, with your help.",
        22,
        "Both are good. Let us talk it through.",
    ),
)

CALM = (  # templates in more languages, every two weeks
    told(
        "Two weeks of reading: how the generator walks a document, and where it assumes JavaScript. A map is in the "
        "repository.",
        "The smallest Go template that compiles.",
        41,
        "The map shows two assumptions I had forgotten I made. Go on with the smallest one.",
    ),
    told(
        "It compiles, and prints a message. Took the names from how Go people name things, after asking six of them.",
        "Types from schemas.",
        52,
        "Asking six people about names saved us sixty comments. Well done.",
    ),
    told(
        "Types work for everything but unions. Made a release candidate and broke it within an hour, so there is "
        "a second one.",
        "Unions, or an honest error for them.",
        47,
        "Breaking your own candidate before others do is what a release candidate is for.",
    ),
    told(
        "An honest error for unions, with a link to why. Two people from outside use it.",
        "Begin with Java.",
        55,
        "Two users you don't know: that is the day a project begins.",
    ),
)

QUIET = (  # docs that answer the first ten questions, with another mentee
    told(
        "Set everything up, wrote down what was missing on the way, and sent it as a change.",
        "Read what the others wrote about questions six to ten.",
        18,
        "Merged before lunch. The next one who sets it up will not know whom to thank.",
    ),
    told(
        "Question six: how do I try this without a server? Wrote the page and a script.",
        "Have it tried on three systems.",
        24,
        "The script is short enough to be read before it is run. I like that.",
    ),
    told(
        "Works on two of three. On the third the quotes are wrong.",
        "Borrow such a computer.",
        19,
        "Ask in the channel, somebody with such a machine is bored right now.",
        blockers="I have no such computer.",
    ),
    told(
        "Somebody lent me an hour of theirs. It was one character. Page six is merged.",
        "Question seven.",
        25,
        "One character and one new friend. A fair week.",
    ),
    told(
        "Question seven is three questions in truth. Split it, and answered the first.",
        "The other two.",
        23,
        "Splitting it was right, the old answer tried to please everybody.",
    ),
    told(
        "Both answered; reviewed a page of my fellow mentee.",
        "Question nine, since eight is taken.",
        22,
        "Your review made that page shorter by half. I heard so within the hour.",
    ),
    told(
        "Page nine is in review. Helped a newcomer through their first change.",
        "Screenshots that don't age.",
        26,
        "You left the last step to them, I saw. That is harder than doing it.",
    ),
    told(
        "No more screenshots: text that can be tested instead.",
        "Turn the tests on for all pages.",
        21,
        "Text that can be tested. Write a post about it when this is over.",
    ),
)
