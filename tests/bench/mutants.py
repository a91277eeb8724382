"""Small mistakes made on purpose in the rules, one at a time: do the tests nearest to them notice?

    python -m tests.bench.mutants                    every group of mutants.toml, 15 mutants of each module
    MUTANTS=1000 python -m tests.bench.mutants silence     these groups only, and all there are

cosmic-ray makes them, in a copy of the repository. Which ones is drawn by MUTANTS_SEED. One that nobody notices is
shown as a diff; the run fails on it unless mutants.toml explains why it is no mistake.
"""

import os
import re
import shlex
import shutil
import sys
import tempfile
import time
import tomllib
from collections import Counter
from contextlib import chdir
from pathlib import Path
from random import Random

from cosmic_ray.commands.init import init
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.testing import run_tests
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome

ROOT = Path(__file__).parents[2]
PYTEST = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "tests.bench.unshrunk"]
PLAN = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
EXPLAINED = {(each["module"], each["line"]): each["why"] for each in PLAN.pop("explained", ())}

# One for each kind of slip; others, like ``%`` turned into ``<<``, fail at once wherever a line is run at all.
OPERATORS = re.compile(
    r"core/(AddNot|NumberReplacer|ZeroIterationForLoop|ReplaceTrueWithFalse|ReplaceFalseWithTrue|ReplaceAndWithOr"
    r"|ReplaceOrWithAnd|ReplaceBreakWithContinue|ReplaceContinueWithBreak|ReplaceUnaryOperator_(Delete_Not|USub_UAdd)"
    r"|ReplaceBinaryOperator_(Add_Sub|Sub_Add|Mul_FloorDiv|FloorDiv_Mul|Mod_Add)"
    r"|ReplaceComparisonOperator_(Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Lt_Gt|Gt_Lt|Eq_NotEq|NotEq_Eq|Is_IsNot|IsNot_Is"
    r"|In_NotIn|NotIn_In))"
)
WORDS = re.compile(r"_\(|\) % \{")  # what is said, not what is decided


def mutants_of(module, most, seed):
    """Up to so many mutations of a module of the current directory; none of how a class is made or a text is filled."""
    lines = module.read_text().splitlines()
    with use_db("mutants.sqlite", WorkDB.Mode.create) as db:
        init([module], db, {})
        found = [
            mutation
            for item in db.work_items
            for mutation in item.mutations
            if OPERATORS.fullmatch(mutation.operator_name) and _decides(lines[mutation.start_pos[0] - 1])
        ]
    found.sort(key=lambda mutation: (mutation.start_pos, mutation.operator_name, mutation.occurrence))
    return Random(f"{seed}/{module}").sample(found, min(most, len(found)))


def _decides(line):
    return not (line.startswith("@") or WORDS.search(line))


def changed_line(diff):
    """The line of a mutant that differs, as mutants.toml names it."""
    return next(line[1:].strip() for line in diff.splitlines() if re.match(r"\+(?!\+\+)", line))


def patience(command):
    """How long the tests may take: five times what they take without a mutant. They must pass then."""
    began = time.monotonic()
    outcome, output = run_tests(command, 600)
    if outcome != TestOutcome.SURVIVED:
        sys.exit(f"Without any mutant, too, these fail: {command}\n{output}")
    return 5 * (time.monotonic() - began)


def try_module(module, command, most, seed):
    """What became of its mutants: ``Counter`` of killed, explained and survived."""
    counts, wait = Counter(), patience(command)
    for mutation in mutants_of(module, most, seed):
        result = mutate_and_test([mutation], command, wait)
        if result.test_outcome == TestOutcome.SURVIVED:
            explained = (str(module), changed_line(result.diff)) in EXPLAINED
            counts["explained" if explained else "survived"] += 1
            if not explained:
                print(result.diff, flush=True)
        else:
            counts["killed"] += 1
    return counts


def main(names):
    most, seed = int(os.environ.get("MUTANTS", "15")), os.environ.get("MUTANTS_SEED", "1")
    table = {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "portal"
        shutil.copytree(ROOT, copy, ignore=_made_here)
        with chdir(copy):
            for name in names or PLAN:
                command = shlex.join([*PYTEST, *PLAN[name]["tests"]])
                for module in PLAN[name]["modules"]:
                    table[module] = try_module(Path(module), command, most, seed)
                    print(module, dict(table[module]), flush=True)
    show(table, seed)
    return 1 if any(counts["survived"] for counts in table.values()) else 0


def _made_here(folder, names):
    kept_apart = {"data", "staticfiles"} if Path(folder) == ROOT else set()
    return {name for name in names if name.startswith(".") or name == "__pycache__" or name in kept_apart}


def show(table, seed):
    print(f"MUTANTS_SEED={seed}\n{'module':40} mutants  killed  survived  explained")
    for module, counts in [*table.items(), ("all", sum(table.values(), Counter()))]:
        row = (counts["killed"], counts["survived"], counts["explained"])
        print(f"{module:40} {counts.total():7} {row[0]:7} {row[1]:9} {row[2]:10}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
