"""Addresses of the residents' pages for mediation."""

from django.urls import path

from heli.mediation import open_views, room_views, views

app_name = "mediation"
urlpatterns = [
    path("mediation/", open_views.first_step, name="first_step"),
    path("mediation/apply/", views.apply, name="apply"),
    path("mediation/committees/", open_views.committee_list, name="committees"),
    path("mediation/arrangements/", open_views.local, name="arrangements"),
    path("mediation/figures/", open_views.figures, name="figures"),
    path("mediation/figures.csv", open_views.figures_csv, name="figures_csv"),
    path("mediation/rooms/<str:reference>/", room_views.joint, name="joint"),
    path("mediation/rooms/<str:reference>/private/", room_views.private, name="private"),
    path("mediation/rooms/<str:reference>/show/<int:item>/", room_views.show_item, name="show"),
    path("mediation/rooms/<str:reference>/answer/<int:item>/", room_views.answer_item, name="answer"),
    path("mediation/rooms/<str:reference>/earlier/<int:mediating>/", room_views.earlier, name="earlier"),
    path("mediation/rooms/<str:reference>/file/<int:item>/", room_views.file, name="file"),
]
