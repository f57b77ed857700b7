"""Addresses of the officers' pages."""

from django.urls import include, path

from heli.workbench import (
    account,
    alike,
    audit,
    board,
    case_page,
    emergency,
    export,
    find_contact,
    home,
    inbox,
    queue,
    reach,
    search,
    steps,
)

app_name = "workbench"
urlpatterns = [
    path("", home.home, name="home"),
    path("queue/", queue.queue, name="queue"),
    path("queue/map.json", queue.queue_map, name="queue_map"),
    path("queue/export.csv", export.export, name="export"),
    path("search/", search.search, name="search"),
    path("search/contact/", find_contact.find_contact, name="find_contact"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="read_all"),
    path("inbox/<int:pk>/", inbox.open_message, name="message"),
    path("inbox/<int:pk>/read/", inbox.read, name="read"),
    path("dispatch/", board.board, name="dispatch"),
    path("dispatch/map.json", board.board_map, name="dispatch_map"),
    path("dispatch/all/", board.send_all, name="send_all"),
    path("dispatch/<str:reference>/", board.send, name="send"),
    path("audit/", audit.audit, name="audit"),
    path("audit/verify/", audit.verify, name="audit_verify"),
    path("account/", account.account, name="account"),
    path("account/others/end/", account.end_others, name="end_others"),
    path("account/<uuid:handle>/end/", account.end, name="end_session"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("emergency/review/", emergency.review, name="emergency_review"),
    path("emergency/<int:pk>/end/", emergency.ending, name="emergency_end"),
    path("emergency/<int:pk>/", emergency.decision, name="emergency_decision"),
    path("manage/", include("heli.workbench.manage.urls")),
    path("cases/<str:reference>/", case_page.case, name="case"),
    path("cases/<str:reference>/map.json", case_page.case_map, name="case_map"),
    path("cases/<str:reference>/contact/", reach.contact, name="contact"),
    path("cases/<str:reference>/similar/", alike.similar, name="similar"),
    path("cases/<str:reference>/beside/<str:other>/", alike.beside, name="beside"),
    path("cases/<str:reference>/<slug:step>/", steps.step, name="step"),
]
