"""Apps, from the ground floor up, and what every request passes through."""

__all__ = [
    "DEFAULT_AUTO_FIELD",
    "INSTALLED_APPS",
    "MIDDLEWARE",
    "ROOT_URLCONF",
    "TEMPLATES",
    "WSGI_APPLICATION",
]

INSTALLED_APPS = [
    "heli.project",
    "heli.audit",
    "heli.places",
    "heli.people",
    "heli.organizations",
    "heli.access",
    "heli.papers",
    "heli.notices",
    "heli.cases",
    "heli.retention",
    "heli.insight",
    "heli.reports",
    "heli.portal",
    "heli.workbench",
    "heli.wall",
    "heli.api",
    "heli.referrals",
    "heli.service_requests",
    "heli.petitions",
    "heli.mediation",
    "heli.funds",
    "heli.reception",
    "heli.advice",
    "heli.imports",
    "heli.demo",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "heli.project.middleware.Headers",
    "django.middleware.security.SecurityMiddleware",
    "heli.project.middleware.FilesHost",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "heli.access.middleware.TrackedSessions",
    "django.middleware.locale.LocaleMiddleware",
    "heli.project.middleware.Methods",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "heli.access.middleware.ActorMiddleware",
    "heli.access.middleware.DenialMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "heli.project.urls"
WSGI_APPLICATION = "heli.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            # Partials wrap the cached loaders; the automatic set-up of that library is left off on purpose.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "django.templatetags.i18n"],
        },
    }
]
