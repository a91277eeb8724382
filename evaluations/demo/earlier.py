"""What the mentees of the cohort that is over reported, every three weeks, and what their mentors answered."""

from .diaries import told

DIARIES = (  # a parser, docs, and a command line
    (
        told(
            "Timed it on the largest documents there are. One function takes two thirds.",
            "Understand why.",
            18,
            "Now you know more about it than I do.",
        ),
        told(
            "It copies everything at each level. A test shows how often.",
            "Copy once.",
            24,
            "The test alone is worth the week.",
        ),
        told(
            "Copies once, and is four times as fast. Two of the old tests relied on the copies.",
            "Mend these tests, gently.",
            26,
            "Four times! And you asked before you changed the tests. Thank you.",
        ),
        told(
            "Merged. Wrote the release notes, and was the one to press the button.",
            "See whether anybody complains.",
            20,
            "Nobody complains. Two people wrote to say thank you, I forward them.",
        ),
        told(
            "Reviewed the next change to that code; found a copy in it.",
            "Write down what to look for.",
            22,
            "You found it before I did. I would like you to review there from now on.",
        ),
        told(
            "A page on what makes it slow, and a check that warns.",
            "Hand over what is unfinished.",
            24,
            "There is little to hand over: you stay, I hope?",
        ),
    ),
    (
        told(
            "Interviewed four people about their first week. All four got lost at the same place.",
            "Go there myself.",
            16,
            "Four of four. We should have asked years ago.",
        ),
        told(
            "Wrote the page that was missing, in the order in which they asked.",
            "Let them read it.",
            21,
            "In the order in which they asked: so simple, and nobody had done it.",
        ),
        told(
            "Three understood it, the fourth found a mistake. Mended.",
            "The same for the second place where people get lost.",
            23,
            "Invite the fourth one. People who find mistakes are the ones we need.",
        ),
        told(
            "She translates now! We wrote the second page together.",
            "A list of words we use for things.",
            25,
            "You have found us a translator. That was not even in the milestones.",
        ),
        told(
            "The list of words has forty entries, and a fight about three.",
            "Settle the fight.",
            19,
            "You settled it by asking newcomers which word they would look for. Remember that one.",
        ),
        told(
            "Everything is merged. Held a small session for others who write.",
            "Rest.",
            15,
            "Rest well. Twelve people came to that session.",
        ),
    ),
    (
        told(
            "Installed it on an old machine and a new one. The old one was more instructive.",
            "Make the old one happy.",
            14,
            "Half of our users have the old one.",
        ),
        told("It starts on the old one now.", "Say what it does while it does it.", 17, "Short and good. Go on."),
        told(
            "A bar that moves. It lies a little.",
            "Make it honest.",
            12,
            "An honest bar is harder than it looks; ask when you are stuck.",
        ),
        told("Work took all of my week.", "The bar.", 5, "That happens. What would help?"),
        told(
            "The bar is honest, the code behind it is not pretty.",
            "Tidy it.",
            10,
            "It does what it says. Let us tidy it together on Friday.",
        ),
        told(
            "Tidied most of it. My new job takes more than I thought.",
            "See what I can still finish.",
            6,
            "Thank you for saying so. What you began is good.",
        ),
    ),
)
