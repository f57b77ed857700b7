"""Addresses of the reception centre among the residents' pages; mounted under /visit/."""

from django.urls import path

from heli.reception.views import booking, hall, leaders, mine

app_name = "reception"
urlpatterns = [
    path("", booking.places, name="places"),
    path("service/<int:pk>/", booking.times, name="times"),
    path("service/<int:pk>/keep/", booking.keep, name="keep"),
    path("details/", booking.details, name="details"),
    path("mine/", mine.look_up, name="look_up"),
    path("mine/<str:reference>/", mine.visit, name="visit"),
    path("mine/<str:reference>/calendar.ics", mine.calendar, name="calendar"),
    path("mine/<str:reference>/move/", mine.change, name="change"),
    path("mine/<str:reference>/cancel/", mine.give_up, name="cancel"),
    path("mine/<str:reference>/leave/", mine.leave, name="leave"),
    path("open/<slug:token>/", mine.link, name="link"),
    path("queue/<slug:token>/", hall.ticket, name="ticket"),
    path("board/<slug:code>/", hall.board, name="board"),
    path("board/<slug:code>/now/", hall.board_now, name="board_now"),
    path("days/", leaders.days, name="days"),
    path("days/calendar.ics", leaders.days_calendar, name="days_calendar"),
    path("days/<int:pk>/", leaders.day, name="day"),
    path("leaders/", leaders.leader_days, name="leader_days"),
    path("leaders/<int:pk>/", leaders.day, name="leader_day"),
    path("leaders/<int:pk>/keep/", booking.keep_leader, name="keep_leader"),
]
