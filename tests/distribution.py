"""How ``pytest -n`` deals tests out: a file goes to one worker, which then builds that file's worlds once."""

from xdist.scheduler import LoadScopeScheduling

ONE_BY_ONE = ("tests/e2e/", "tests/fuzz/")  # long tests with a world of their own
TOGETHER = {  # files by the world they share
    "tests/evaluations/test_demo.py": "demo",
    "tests/evaluations/test_demo_command.py": "demo",
    "tests/test_letters.py": "demo",
}


class ByFile(LoadScopeScheduling):
    """In the order of the tests: a file is in one piece, but for its tests that commit, which come after all others.

    They leave emptied tables and other ids behind, so that little of what was remembered before serves afterwards.
    """

    def __init__(self, config, log=None):
        config.option.loadscopereorder = False  # a file of one long test would come last, and be waited for
        super().__init__(config, log)
        self._pieces = {}

    def _split_scope(self, nodeid):
        if not self._pieces:
            self._pieces = dict(_pieces(self.collection))
        return self._pieces[nodeid]


def _pieces(nodeids):
    number, before = 0, None
    for nodeid in nodeids:
        file = nodeid.partition("::")[0]
        number, before = number + (file != before), file
        alone = nodeid if file.startswith(ONE_BY_ONE) else f"{file} {number}"
        yield nodeid, TOGETHER.get(file, alone)
