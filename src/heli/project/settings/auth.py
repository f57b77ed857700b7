"""Who signs in, and how. Accounts of staff are made by an administrator; nobody signs up.

``HELI_STAFF_IDLE``     minutes without a request after which a session of staff ends, default 30.
``HELI_STAFF_LONGEST``  hours after which it ends in any case, default 8.
``HELI_RESIDENT_DAYS``  days that a resident stays signed in on a device, default 30.
``HELI_EXPORTS_A_DAY``  files of the list that one officer takes within a day, default 5.
``HELI_REPORTS_AN_HOUR``  reports that are taken from one address within an hour, default 20.
"""

import os

from heli.project.settings.environment import PRODUCTION

__all__ = [
    "ACCOUNT_ADAPTER",
    "ACCOUNT_EMAIL_VERIFICATION",
    "ACCOUNT_FORMS",
    "ACCOUNT_LOGIN_METHODS",
    "ACCOUNT_LOGOUT_ON_GET",
    "ACCOUNT_RATE_LIMITS",
    "ACCOUNT_REAUTHENTICATION_REQUIRED",
    "ACCOUNT_SESSION_REMEMBER",
    "ACCOUNT_SIGNUP_FIELDS",
    "AUTHENTICATION_BACKENDS",
    "AUTH_PASSWORD_VALIDATORS",
    "AUTH_USER_MODEL",
    "CACHES",
    "HELI_EXPORTS_A_DAY",
    "HELI_REPORTS_AN_HOUR",
    "LOGIN_REDIRECT_URL",
    "LOGIN_URL",
    "LOGOUT_REDIRECT_URL",
    "MFA_ADAPTER",
    "MFA_ALLOW_UNVERIFIED_EMAIL",
    "MFA_FORMS",
    "MFA_PASSKEY_LOGIN_ENABLED",
    "MFA_RATE_LIMITS",
    "MFA_SUPPORTED_TYPES",
    "MFA_TOTP_ISSUER",
    "MFA_TOTP_TOLERANCE",
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN",
    "PASSWORD_HASHERS",
    "SESSION_COOKIE_AGE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "SESSION_ENGINE",
    "SESSION_RESIDENT",
    "SESSION_STAFF_IDLE",
    "SESSION_STAFF_LONGEST",
]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

PASSWORD_HASHERS = [
    "heli.access.hashing.BoundedArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "heli.project.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Attempts are counted in heli.access.limits, in a table that no flood empties.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "login": "heli.project.account_forms.SignInForm",
    "change_password": "heli.project.account_forms.PasswordForm",
    "reset_password": "heli.project.account_forms.ForgottenForm",
}

MFA_ADAPTER = "heli.project.accounts.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "heli.project.account_forms.FactorForm",
    "reauthenticate": "heli.project.account_forms.FactorAgainForm",
    "login_webauthn": "heli.project.account_forms.PasskeyForm",
    "authenticate_webauthn": "heli.project.account_forms.KeyForm",
    "reauthenticate_webauthn": "heli.project.account_forms.KeyAgainForm",
    "add_webauthn": "heli.project.account_forms.AddPasskeyForm",
    "activate_totp": "heli.project.account_forms.SetUpAppForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = False
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Heli"
# One interval before and after the present one: clocks of phones differ. Each code is taken once all the same.
MFA_TOTP_TOLERANCE = 1
# Browsers offer passkeys over HTTPS and on localhost only; in development the port changes.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# In the database, so that ending a session ends it at once in every process.
SESSION_ENGINE = "heli.access.sessions"
SESSION_RESIDENT = int(os.environ.get("HELI_RESIDENT_DAYS", "30")) * 24 * 60 * 60
SESSION_STAFF_IDLE = int(os.environ.get("HELI_STAFF_IDLE", "30")) * 60
SESSION_STAFF_LONGEST = int(os.environ.get("HELI_STAFF_LONGEST", "8")) * 60 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

HELI_EXPORTS_A_DAY = int(os.environ.get("HELI_EXPORTS_A_DAY", "5"))
HELI_REPORTS_AN_HOUR = int(os.environ.get("HELI_REPORTS_AN_HOUR", "20"))

# Rate limits must hold across processes, so the cache is a table, made by `heli prepare`.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "heli_cache"}}
