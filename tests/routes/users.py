from tests.world import ROLES

ROUTES = {
    "users:profile": {role: 200 for role in ROLES} | {"anonymous": "login"},
}
