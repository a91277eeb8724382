"""All settings, from the environment (table in README.md). Without any: an embedded portal on one SQLite file."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from celery.schedules import crontab
from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from amp_portal import logs, private_files, proxies, security_txt
from amp_portal.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()
env.read_env(BASE_DIR / ".env")

# What kind of place is this? -------------------------------------------------

PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)
STYLEGUIDE = env.bool("STYLEGUIDE", default=DEBUG)  # pages that show every component and every letter
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "data")))
SITE_URL = env("SITE_URL", default="http://localhost:8000").rstrip("/")
SITE_NAME = env("SITE_NAME", default="AMP portal")
COMMUNITY_NAME = env("COMMUNITY_NAME", default="AsyncAPI")
SOURCE_URL = env("SOURCE_URL", default="")

SECRET_KEY = env("SECRET_KEY", default="")
if not SECRET_KEY:
    if PRODUCTION:
        raise ImproperlyConfigured("Set SECRET_KEY: a portal in production brings its own.")
    SECRET_KEY = private_files.secret(DATA_DIR / "secret-key", get_random_secret_key)

# Conduct reports are encrypted with the first key, read with each. A production portal without a key takes none.
CONDUCT_KEYS = env.list("CONDUCT_KEYS", default=[])
if not CONDUCT_KEYS and not PRODUCTION:
    CONDUCT_KEYS = [private_files.secret(DATA_DIR / "conduct-key", lambda: Fernet.generate_key().decode())]
for _key in CONDUCT_KEYS:
    try:
        Fernet(_key)
    except ValueError as error:
        raise ImproperlyConfigured("Each of CONDUCT_KEYS must be 32 bytes in URL-safe base64.") from error
CONDUCT_KEEP_DAYS = env.int("CONDUCT_KEEP_DAYS", default=365)  # after a report was closed

TRUSTED_PROXIES = proxies.trusted(env("TRUSTED_PROXIES", default=""))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])

# What it is made of ------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "amp_portal.users",
    "amp_portal.outbox",
    "amp_portal.second_factor",
    "amp_portal.integrity",
    "amp_portal.roster",
    "cohorts",
    "applications",
    "mentorship",
    "evaluations",
    "cohorts.apps.PortalAdminConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.github",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_http_compression",
    "simple_history",
    "django.forms",
]

MIDDLEWARE = [
    "amp_portal.middleware.Fronts",
    "amp_portal.middleware.ReceivedAt",
    "amp_portal.middleware.PermissionsPolicy",
    "csp.middleware.CSPMiddleware",  # outside of what answers by itself: files, redirects, errors
    "django.middleware.security.SecurityMiddleware",
    "django_http_compression.middleware.HttpCompressionMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "amp_portal.middleware.WellFormed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "amp_portal.middleware.SignedInForLong",
    "amp_portal.middleware.Suspended",
    "cohorts.second_factor.SecondFactor",
    "amp_portal.middleware.BackToThePage",
    "amp_portal.middleware.Kept",
    "amp_portal.middleware.ReaderTimeZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "amp_portal.middleware.FormsOnly",
]

ROOT_URLCONF = "amp_portal.urls"
WSGI_APPLICATION = "amp_portal.wsgi.application"

_CONTEXT_PROCESSORS: list[Any] = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "amp_portal.context.site",
]
_BUILTINS = [
    "django.templatetags.i18n",
    "django.templatetags.static",
    "amp_portal.tags",
    "crispy_forms.templatetags.crispy_forms_tags",
]
TEMPLATES = [
    {
        "NAME": "django",
        "BACKEND": "amp_portal.isolation.Pages",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT_PROCESSORS, "builtins": _BUILTINS},
    },
    {  # letters are written once, in Markdown; HTML is made from the finished text, so HTML is not escaped before
        "NAME": "letters",
        "BACKEND": "amp_portal.outbox.engine.Letters",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"autoescape": False, "builtins": [*_BUILTINS, "amp_portal.outbox.engine"]},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Where it keeps things -----------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{quote(str(DATA_DIR / 'portal.sqlite3'))}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    private_files.folder(DATA_DIR)
    DATABASES["default"]["ENGINE"] = "amp_portal.sqlite3"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "amp_portal.cache.MayBeAway", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

STATIC_URL = "static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles") if PRODUCTION else None)
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

# Background work: the broker is a doorbell, due work is rows ------------------------

CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_connect_timeout": 1, "socket_timeout": 2, "max_retries": 0} if REDIS_URL else {}
)
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "amp_portal.outbox.tasks.tick", "schedule": 60.0},
    "roster": {"task": "amp_portal.roster.tasks.sync", "schedule": crontab(minute=17, hour="*/6")},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
if REDIS_URL and env.bool("REDBEAT", default=False):
    CELERY_BEAT_SCHEDULER = "redbeat.RedBeatScheduler"
    CELERY_REDBEAT_REDIS_URL = REDIS_URL
    CELERY_BEAT_MAX_LOOP_INTERVAL = 15
    CELERY_REDBEAT_LOCK_TIMEOUT = 90  # seconds until another beat takes over from one that died

OUTBOX_LEASE = timedelta(minutes=5)  # how long a worker has a letter to itself; then another may take it
OUTBOX_FIRST_PAUSE = timedelta(minutes=1)  # before a letter is tried again; twice as long each time

# Mail -----------------------------------------------------------------------------

_mail = env.email_url("EMAIL_URL", default=f"filemail:///{quote(str(DATA_DIR / 'mail'))}")
if _mail["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend":
    _mail["EMAIL_BACKEND"] = "amp_portal.outbox.mail_files.EmailBackend"
vars().update(_mail)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="AMP portal <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Outside production, real mail goes only to these addresses (or domains, written @example.org).
MAIL_ALLOWLIST = env.list("MAIL_ALLOWLIST", default=[])

# Slack, as an incoming webhook per cohort: in production at hooks.slack.com and nowhere else; elsewhere only at these.
SLACK_ORIGINS = env.list("SLACK_ORIGINS", default=[])

# Other servers are asked over the public internet only, in production with https; but for these hosts of one's own
# network, by name.
PRIVATE_HOSTS = env.list("PRIVATE_HOSTS", default=[])

# The community's lists ----------------------------------------------------------------

ROSTER_URL = env("ROSTER_URL", default="")
# Contributions are looked up on GitHub with a token, in repositories of these organizations (or accounts).
GITHUB_TOKEN = env("GITHUB_TOKEN", default="")
COMMUNITY_GITHUB_ORGS = env.list("COMMUNITY_GITHUB_ORGS", default=[])

# Who people are -----------------------------------------------------------------------

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["amp_portal.users.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "amp_portal.users.passwords.NotEndless"},
    {"NAME": "amp_portal.users.passwords.NotCommon"},
    {"NAME": "amp_portal.users.passwords.NotThePortalsName"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "cohorts:landing"
ACCOUNT_ADAPTER = "amp_portal.outbox.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "amp_portal.users.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before each change of an address, a factor or a connected account
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of each change, to every address the account has or had within a week
ACCOUNT_FORMS = {
    "login": "amp_portal.users.forms.LoginForm",
    "signup": "amp_portal.users.forms.SignupForm",
    "reset_password": "amp_portal.users.forms.ResetPasswordForm",  # nosec B105 - the name of a form
}
SOCIALACCOUNT_FORMS = {"signup": "amp_portal.users.forms.GitHubSignupForm"}
# Not per account: whoever asks for links in somebody's name would close that way for its owner (see the form).
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip"}  # nosec B105
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
GITHUB_URL = env("GITHUB_URL", default="https://github.com").rstrip("/")
SOCIALACCOUNT_PROVIDERS = {
    "github": {
        "SCOPE": ["read:user", "user:email"],
        "OAUTH_PKCE_ENABLED": True,
        **({"GITHUB_URL": GITHUB_URL} if GITHUB_URL != "https://github.com" else {}),
        "APPS": [
            {"client_id": env("GITHUB_CLIENT_ID"), "secret": env("GITHUB_CLIENT_SECRET"), "key": ""},
        ]
        if env("GITHUB_CLIENT_ID", default="")
        else [],
    }
}
# Superusers need a second factor in production; organizers are asked for one, and with this need it as well.
ORGANIZERS_NEED_SECOND_FACTOR = env.bool("ORGANIZERS_NEED_SECOND_FACTOR", default=False)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address not yet proved is nobody's here: it may be added beside a factor
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# Words and time ---------------------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Safety -------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, GITHUB_URL],
    }
}
PERMISSIONS_POLICY = (  # what no page of ours does, nothing that gets into one may do
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
    "gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()"
)
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
LARGEST_REQUEST = 5_000_000  # bytes, with its files; of those the import takes 1 MB
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds from signing in, also of a session that is used
SUPERUSERS_SESSION_AGE = 12 * 3600  # in production
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "amp_portal.typed.csrf_failure"
if TRUSTED_PROXIES:  # of anybody else's requests the outermost middleware takes these headers away
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

SECURITY_CONTACT = security_txt.contacts(env.list("SECURITY_CONTACT", default=[]))  # in /.well-known/security.txt
READYZ_TOKEN = env("READYZ_TOKEN", default="")  # who sends it is told by /readyz what is amiss

# What it says about itself ---------------------------------------------------------------------

LOGGING = logs.configuration(as_json=PRODUCTION, level=env("LOG_LEVEL", default="INFO" if PRODUCTION else "WARNING"))
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
