"""What-ifs that nothing can fulfil are refused, each with what is wrong."""

import pytest

from applications.matching import SPONSORED, Contradiction, Exclusion, Lock, Problem, ProblemKind, Seat, WhatIf, match

from .test_matching import DOCS, PARSER, of

CONTRADICTIONS = {
    ProblemKind.BEYOND_SLOTS: (
        WhatIf(locks=(Lock(1, PARSER), Lock(2, PARSER))),
        Problem(ProblemKind.BEYOND_SLOTS, None, *PARSER, locked=2, slots=1),
    ),
    ProblemKind.LOCKED_TWICE: (
        WhatIf(locks=(Lock(1, PARSER), Lock(1, DOCS))),
        Problem(ProblemKind.LOCKED_TWICE, applicant=1),
    ),
    ProblemKind.LOCKED_AND_EXCLUDED: (
        WhatIf(locks=(Lock(1, PARSER),), exclusions=(Exclusion(1, 1),)),
        Problem(ProblemKind.LOCKED_AND_EXCLUDED, 1, *PARSER),
    ),
    ProblemKind.NOT_THEIR_CHOICE: (
        WhatIf(locks=(Lock(2, DOCS),)),
        Problem(ProblemKind.NOT_THEIR_CHOICE, 2, *DOCS),
    ),
    ProblemKind.UNKNOWN_APPLICANT: (
        WhatIf(exclusions=(Exclusion(9, 1),)),
        Problem(ProblemKind.UNKNOWN_APPLICANT, applicant=9),
    ),
    ProblemKind.UNKNOWN_PROJECT: (
        WhatIf(slots={Seat(9, SPONSORED): 1}),
        Problem(ProblemKind.UNKNOWN_PROJECT, project=9),
    ),
    ProblemKind.IMPOSSIBLE_SLOTS: (
        WhatIf(slots={PARSER: -1}),
        Problem(ProblemKind.IMPOSSIBLE_SLOTS, None, *PARSER, slots=-1),
    ),
}


@pytest.mark.parametrize("kind", ProblemKind)
def test_a_contradiction_says_what_is_wrong(kind):
    what_if, problem = CONTRADICTIONS[kind]
    instance = of({1: [PARSER, DOCS], 2: [PARSER]}, {1: (1, {1: 1, 2: 2}), 2: (1, {1: 1})})

    with pytest.raises(Contradiction) as raised:
        match(instance, what_if)

    assert raised.value.problems == (problem,)


def test_all_contradictions_are_told_at_once():
    instance = of({1: [PARSER, DOCS], 2: [PARSER]}, {1: (1, {1: 1, 2: 2}), 2: (1, {1: 1})})
    what_if = WhatIf(locks=(Lock(1, PARSER), Lock(2, PARSER), Lock(1, DOCS)), slots={DOCS: 0})

    with pytest.raises(Contradiction) as raised:
        match(instance, what_if)

    assert raised.value.problems == (
        Problem(ProblemKind.LOCKED_TWICE, applicant=1),
        Problem(ProblemKind.BEYOND_SLOTS, None, *PARSER, locked=2, slots=1),
        Problem(ProblemKind.BEYOND_SLOTS, None, *DOCS, locked=1, slots=0),
    )
