"""Addresses of referrals among the officers' pages; mounted under /desk/."""

from django.urls import path

from heli.referrals import desk_views, figure_views, keys_views

app_name = "referral_desk"
urlpatterns = [
    path("referrals/", desk_views.listed, name="list"),
    path("referrals/figures/", figure_views.figures, name="figures"),
    path("referrals/new/", desk_views.new, name="new"),
    path("referrals/<str:reference>/package.zip", keys_views.package, name="package"),
    path("manage/referrals/", desk_views.arrange, name="limits"),
    path("manage/referrals/keys/", keys_views.keys, name="keys"),
    path("manage/referrals/keys/<int:pk>/revoke/", keys_views.revoke_key, name="revoke_key"),
]
