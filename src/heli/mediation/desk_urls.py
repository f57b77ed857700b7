"""Addresses of the officers' pages for mediation."""

from django.urls import path

from heli.mediation import (
    absent_views,
    arranging,
    calendar_views,
    court_views,
    desk_views,
    dossier_views,
    figure_views,
    room_desk_views,
    take_views,
)

app_name = "mediation_desk"
urlpatterns = [
    path("desk/manage/mediation/", arranging.arrange, name="arrange"),
    path("desk/mediation/take/", take_views.take, name="take"),
    path("desk/mediation/take/<str:reference>/", take_views.taken, name="taken"),
    path("desk/mediation/mediators/", take_views.roster, name="roster"),
    path("desk/mediation/absences/", absent_views.absences, name="absences"),
    path("desk/mediation/absences/<int:pk>/", absent_views.absences, name="absence"),
    path("desk/mediation/sessions/", calendar_views.sessions, name="sessions"),
    path("desk/mediation/sessions.ics", calendar_views.sessions_ics, name="sessions_ics"),
    path("desk/mediation/figures/", figure_views.figures, name="figures"),
    path("desk/mediation/figures.xlsx", figure_views.spreadsheet, name="spreadsheet"),
    path("desk/mediation/<str:reference>/dossier/", dossier_views.dossier, name="dossier"),
    path("desk/mediation/<str:reference>/dossier.pdf", dossier_views.dossier_pdf, name="dossier_pdf"),
    path("desk/mediation/<str:reference>/dossier.zip", dossier_views.dossier_zip, name="dossier_zip"),
    path("desk/mediation/<str:reference>/code/", desk_views.code, name="code"),
    path("desk/mediation/<str:reference>/rooms/", room_desk_views.joint, name="joint"),
    path("desk/mediation/<str:reference>/rooms/<int:side>/", room_desk_views.private, name="private"),
    path("desk/mediation/<str:reference>/rooms/answer/<int:item>/", room_desk_views.answer_item, name="answer"),
    path("desk/mediation/<str:reference>/rooms/file/<int:item>/", room_desk_views.file, name="file"),
    path("desk/mediation/<str:reference>/court.zip", court_views.court, name="court"),
]
