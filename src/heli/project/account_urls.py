"""The library's pages that Heli uses, each with its reason; the others have no address.

Signing in and out, the second factor, the step-up, changing and resetting a password. Nobody signs up, nobody manages
e-mail addresses here, and there is no sign-in by a mailed code for staff.
"""

from allauth.account import views
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from heli.project import oidc_views

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    # Where the library leads an account that has no password: it signs in with a passkey and needs none.
    path("password/set/", RedirectView.as_view(pattern_name="workbench:account"), name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("oidc/", oidc_views.oidc_begin, name="oidc_begin"),
    path("oidc/callback/", oidc_views.oidc_callback, name="oidc_callback"),
    path("2fa/", include("allauth.mfa.urls")),
]
