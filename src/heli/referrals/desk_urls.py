"""Addresses of referrals among the officers' pages; mounted under /desk/."""

from django.urls import path

from heli.referrals import desk_views

app_name = "referral_desk"
urlpatterns = [
    path("referrals/", desk_views.listed, name="list"),
    path("referrals/new/", desk_views.new, name="new"),
    path("manage/referrals/", desk_views.arrange, name="limits"),
]
