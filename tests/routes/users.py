from tests.world import ROLES

ROUTES = {
    "users:profile": dict.fromkeys(ROLES, 200) | {"anonymous": "login"},
}
