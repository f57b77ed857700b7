"""Addresses of referrals for anybody."""

from django.urls import path

from heli.referrals import figure_views

app_name = "referrals"
urlpatterns = [path("referrals/figures/", figure_views.public_figures, name="figures")]
