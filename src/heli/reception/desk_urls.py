"""Addresses of the reception centre among the officers' pages; mounted under /desk/."""

from django.urls import path

from heli.reception.views import charge, days, desk, ending

app_name = "reception_desk"
urlpatterns = [
    path("reception/", desk.home, name="home"),
    path("reception/at/<slug:code>/", desk.centre, name="centre"),
    path("reception/at/<slug:code>/arrive/", desk.arrive, name="arrive"),
    path("reception/at/<slug:code>/check-in/", desk.arrived, name="check_in"),
    path("reception/window/<int:pk>/", desk.window, name="window"),
    path("reception/window/<int:pk>/call/", desk.call, name="call"),
    path("reception/visits/<str:reference>/", ending.ending, name="ending"),
    path("reception/visits/<str:reference>/slip/", desk.slip, name="slip"),
    path("reception/visits/<str:reference>/contact/", ending.contact, name="contact"),
    path("reception/visits/<str:reference>/open/<slug:kind>/", ending.opening, name="opening"),
    path("reception/visits/<str:reference>/link/", ending.link, name="link"),
    path("reception/visits/<str:reference>/advice/", ending.advice, name="advice"),
    path("reception/visits/<str:reference>/done/", ending.done, name="done"),
    path("reception/visits/<str:reference>/do/<slug:what>/", desk.act, name="act"),
    path("days/", days.days, name="days"),
    path("days/new/", days.edit, name="day_new"),
    path("days/<int:pk>/", days.day, name="day"),
    path("days/<int:pk>/edit/", days.edit, name="day_edit"),
    path("days/<int:pk>/<slug:what>/", days.act, name="day_act"),
    path("hard-cases/", charge.hard_cases, name="hard_cases"),
    path("hard-cases/<str:reference>/", charge.hard_case, name="hard_case"),
    path("hard-cases/<str:reference>/leader/", charge.charge, name="charge"),
    path("hard-cases/<str:reference>/diary/", charge.diary, name="diary"),
    path("hard-cases/<str:reference>/hand-back/", charge.give_back, name="hand_back"),
]
