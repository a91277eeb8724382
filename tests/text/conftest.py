from tests.users.conftest import _github_server, by_github, github_server

__all__ = ["_github_server", "by_github", "github_server"]
