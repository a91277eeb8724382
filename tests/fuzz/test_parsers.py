"""What people and other servers hand in is read, or refused in words: nothing else escapes."""

import pytest

from amp_portal.markdown import as_html as markdown
from amp_portal.outbox import markup
from amp_portal.roster import parse
from amp_portal.roster.errors import RosterError
from cohorts.imports import decode, history, participants
from cohorts.imports.problems import ImportRefused
from evaluations.stipends.export import NotATable, references

from . import hostile

MAINTAINERS = """
- name: Ines Invented
  github: ines-invented
  githubID: 7001
  isTscMember: true
  repos: [website, brand]
- name: Tom Invented
  github: '0755'
  githubID: "7002"
  repos:
    - cli
"""
HISTORY = (
    "cohort,program,starts_on,ends_on,project,repository,role,github,outcome\n"
    "amp-2022,AMP,2022-06-15,2022-10-20,A parser,invented/parser,mentee,ines-invented,completed\n"
    "amp-2022,AMP,2022-06-15,2022-10-20,A parser,invented/parser,mentor,tom-invented,\n"
)
PARTICIPANTS = "program,github,name,starts_on,ends_on\nGSoC,ines-invented,Ines,2027-05-01,2027-09-01\n"
LETTER = "# Hello\n\nSee *this* and [that](https://portal.example/a_b_c).\n\n- one\n- two\n\n> quoted `code`\n\n![x](http://e/x.png)\n"
REFERENCES = "line,reference\n1,PAY-17\n2,PAY-18\n"

PARSERS = {
    "maintainers": (parse.parse, MAINTAINERS, RosterError),
    "history": (lambda text: history.parse(decode(text.encode(errors="replace"))), HISTORY, ImportRefused),
    "participants": (
        lambda text: participants.parse(decode(text.encode(errors="replace"))),
        PARTICIPANTS,
        ImportRefused,
    ),
    "letters": (markup.as_html, LETTER, ()),
    "pages": (markdown, LETTER, ()),
    "references": (references, REFERENCES, NotATable),
}


@pytest.mark.share(0.04)
@pytest.mark.parametrize("name", PARSERS)
def test_a_parser_reads_or_refuses(name, run):
    parser, sample, refusal = PARSERS[name]
    for _ in run:
        text = hostile.mutated(run.random, sample)
        try:
            parser(text)
        except refusal:
            pass
        except Exception as error:
            raise AssertionError(f"FUZZ_SEED={run.seed}: {type(error).__name__}: {error}\n{text!r:.4000}") from error
