"""The cache with a Redis that is there, that comes and goes, and that never answers."""

import socket
import time
from pathlib import Path

import pytest

from amp_portal import cache
from amp_portal.cache import MayBeAway
from tests import servers


@pytest.fixture
def nowhere():
    return MayBeAway(f"redis://{servers.HOST}:{servers.free_port()}/0", {})


def operations(kept):
    return [
        kept.add("a", 1),
        kept.get("a"),
        kept.get("a", "nothing"),
        kept.set("a", 1),
        kept.incr("a"),
        kept.has_key("a"),
        kept.touch("a"),
        kept.get_many(["a"]),
        kept.set_many({"b": 2}),
        kept.delete("a"),
        kept.delete_many(["b"]),
        kept.clear(),
    ]


def test_with_redis(tmp_path_factory):
    with servers.redis(Path(tmp_path_factory.mktemp("redis"))) as url:
        kept = MayBeAway(url, {})
        assert operations(kept) == [True, 1, 1, None, 2, True, True, {"a": 2}, [], True, None, True]
        with pytest.raises(ValueError, match="not found"):
            kept.incr("unknown")


def test_without_redis_nothing_is_kept_and_nothing_fails(nowhere):
    began = time.process_time()
    for _again in range(50):
        assert operations(nowhere) == [True, None, "nothing", None, 1, False, False, {}, [], False, None, False]
    assert time.process_time() - began < 2


def test_a_redis_that_never_answers_is_waited_for_once():
    with socket.create_server((servers.HOST, 0)) as silent:
        kept = MayBeAway(f"redis://{servers.HOST}:{silent.getsockname()[1]}/0", {"OPTIONS": {"socket_timeout": 0.5}})
        began = time.monotonic()
        for _again in range(4):
            operations(kept)
        assert time.monotonic() - began < 10  # each time would be 24 seconds


def test_it_is_used_again_once_it_is_back(tmp_path_factory, monkeypatch, nowhere):
    monkeypatch.setattr(cache, "PATIENCE", 0.0)
    assert nowhere.get("a") is None
    with servers.redis(Path(tmp_path_factory.mktemp("redis"))) as url:
        nowhere._cache._servers = [url]
        nowhere._cache._pools.clear()
        nowhere.set("a", 1)
        assert nowhere.get("a") == 1
