"""What everybody may do, written by hand and reviewed: the tests compare Heli with this table, never with itself."""

from typing import Final

# ── who there is ──────────────────────────────────────────────────────────────────────────────────

#: Without a post in force: a stranger, two residents, accounts whose right never began, has ended, or was taken away.
#: "holder" is a resident with an account that follows the same case as "resident".
VISITORS: Final = ("nobody", "resident", "other_resident", "holder", "inactive")
#: Signed in with a password alone, where every duty must show a second factor: a coordinator of the district.
HALF: Final = ("half",)
WITHOUT_POST: Final = ("no_post", "expired", "future", "of_closed_unit")
MEMBERS: Final = ("ma", "mo", "wang", "crew")
LEADERS: Final = ("lead", "waterlead", "inspector")
INTAKE: Final = ("hot", "east_counter", "west_counter")
COORDINATORS: Final = ("chen", "east", "west", "inspect")
GRID_WORKERS: Final = ("grid", "next_grid")
STAFF: Final = (*MEMBERS, *LEADERS, *INTAKE, *COORDINATORS, *GRID_WORKERS, "admin", "audit")
EVERYBODY: Final = (*VISITORS, *HALF, *WITHOUT_POST, *STAFF)
ACTING: Final = (*MEMBERS, *LEADERS, *INTAKE, *COORDINATORS, *GRID_WORKERS)

GROUPS: Final = {
    "anybody": EVERYBODY,
    "account": (*WITHOUT_POST, *STAFF),
    "staff": STAFF,
    "acting": ACTING,
    "coordinators": COORDINATORS,
    "intake": INTAKE,
    "grid workers": GRID_WORKERS,
    "field staff": (*MEMBERS, *LEADERS, *GRID_WORKERS),
    "intake and grid workers": (*INTAKE, *GRID_WORKERS),
    "overseers": (*LEADERS, *COORDINATORS, "audit"),
    "administrators": ("admin",),
    "auditors": ("audit",),
    "intake and coordinators": (*INTAKE, *COORDINATORS),
    "acting and auditors": (*ACTING, "audit"),
    "leaders and auditors": (*LEADERS, "audit"),
    "leaders and administrators": (*LEADERS, "admin"),
    "leaders and coordinators": (*LEADERS, *COORDINATORS),
    "coordinators and administrators": (*COORDINATORS, "admin"),
    "resident": ("resident", "holder"),
    "holders": ("holder",),
    "parties": ("resident", "holder", *STAFF),
}

# ── who may see which case ────────────────────────────────────────────────────────────────────────

_WHOLE_DISTRICT = ("chen", "hot", "audit")
SEES: Final = {
    # In the eastern grid, handled by the unit for roads, reported by "resident".
    "plain": {*_WHOLE_DISTRICT, "resident", "holder", "east", "east_counter", "grid", "ma", "mo", "lead"},
    # The same, but confidential: not for grid workers.
    "confidential": {*_WHOLE_DISTRICT, "east", "east_counter", "ma", "mo", "lead"},
    # Complains about the unit for roads: neither for it nor for the crew below it.
    "accusing": {*_WHOLE_DISTRICT, "east", "east_counter"},
    # In the western town, handled by the water company.
    "far": {*_WHOLE_DISTRICT, "west", "west_counter", "wang", "waterlead"},
    # In the next grid, handled by the crew below the unit for roads: its leader sees it, its members do not.
    "below": {*_WHOLE_DISTRICT, "east", "east_counter", "next_grid", "crew", "lead"},
    # Without a place, handled by the unit for roads, with the water company assisting.
    "assisted": {*_WHOLE_DISTRICT, "ma", "mo", "lead", "wang", "waterlead"},
}

# ── who may enter where, and what GET and POST of an empty body then answer ───────────────────────

NO: Final = 405
#: Entered, whatever the form then says.
ANY: Final = 0
OTHER_SESSION: Final = "00000000-0000-4000-8000-000000000000"
ROUTES: Final[dict[str, tuple[str, int, int]]] = {
    "/": ("anybody", 200, NO),
    "/healthz": ("anybody", 200, 200),
    "/help/": ("anybody", 200, NO),
    "/procedures/": ("anybody", 200, NO),
    "/procedures/service_request/": ("anybody", 200, NO),
    "/standards/": ("anybody", 200, NO),
    "/device/": ("anybody", 200, NO),
    "/offline/zh-hans/report/": ("anybody", 200, NO),
    "/worker.js": ("anybody", 200, NO),
    "/manifest.zh-hans.json": ("anybody", 200, NO),
    "/sending/token/": ("anybody", 200, NO),
    "/sending/photos/": ("anybody", NO, 422),
    "/map/areas.geojson": ("anybody", 200, NO),
    "/map/place.json": ("anybody", 400, NO),
    "/register/": ("anybody", 200, NO),
    "/register/map/": ("anybody", 200, NO),
    "/register/points.geojson": ("anybody", 200, NO),
    "/register/feed.atom": ("anybody", 200, NO),
    "/register/list.csv": ("anybody", 200, NO),
    "/deadline/": ("anybody", 200, NO),
    "/display/": ("anybody", 200, 302),
    "/search/": ("anybody", 200, NO),
    "/news/": ("anybody", 200, 200),
    "/news/asked/": ("anybody", 200, NO),
    "/news/confirm/nothing/": ("anybody", 404, 404),
    "/news/stop/nothing/": ("anybody", 404, 404),
    "/news/all/nothing/": ("anybody", 404, 404),
    "/report/": ("anybody", 200, 422),
    "/report/topic/": ("anybody", NO, 200),
    "/report/nearby/": ("anybody", NO, 200),
    "/track/": ("anybody", 200, 422),
    "/wall/public/": ("anybody", 200, NO),
    "/wall/public/figures": ("anybody", 200, NO),
    "/wall/public/towns.geojson": ("anybody", 200, NO),
    "/api/deadline": ("anybody", 422, NO),
    "/api/kinds": ("anybody", 200, NO),
    "/api/kinds/service_request/schema": ("anybody", 200, NO),
    "/desk/": ("staff", 200, NO),
    "/desk/queue/": ("staff", 200, NO),
    "/desk/queue/map.json": ("staff", 200, NO),
    "/desk/queue/export.csv": ("staff", 200, NO),
    "/desk/views/": ("staff", 200, NO),
    "/desk/views/save/": ("staff", NO, 422),
    "/desk/views/987654321/rename/": ("staff", NO, 404),
    "/desk/views/987654321/delete/": ("staff", NO, 404),
    "/desk/views/987654321/first/": ("staff", NO, 404),
    "/desk/bulk/service_request.assign/": ("acting and auditors", NO, 302),
    "/desk/search/": ("staff", 200, NO),
    "/desk/live/": ("staff", 200, NO),
    "/desk/palette/": ("staff", 200, NO),
    "/desk/inbox/": ("staff", 200, NO),
    "/desk/inbox/read/": ("staff", NO, 302),
    "/desk/inbox/987654321/": ("staff", 404, NO),
    "/desk/inbox/987654321/read/": ("staff", NO, 302),
    "/desk/dispatch/": ("coordinators", 200, NO),
    "/desk/dispatch/map.json": ("coordinators", 200, NO),
    "/desk/dispatch/all/": ("coordinators", NO, 302),
    "/desk/intake/": ("intake", 200, 422),
    "/desk/intake/topic/": ("intake and grid workers", NO, 200),
    "/desk/intake/alike/": ("intake", NO, 200),
    "/desk/intake/park/": ("intake", NO, 302),
    "/desk/replies/": ("leaders and administrators", 200, NO),
    "/desk/replies/new/": ("leaders and administrators", 200, 200),
    "/desk/replies/987654321/": ("leaders and administrators", 404, 404),
    "/desk/field/": ("field staff", 200, NO),
    "/desk/field/map.json": ("field staff", 200, NO),
    "/desk/field/report/": ("grid workers", 200, 422),
    "/wall/": ("overseers", 200, NO),
    "/wall/figures": ("overseers", 200, NO),
    "/wall/grids.geojson": ("overseers", 200, NO),
    "/wall/points.geojson": ("overseers", 200, NO),
    "/desk/reports/": ("overseers", 200, NO),
    "/desk/reports/preview/": ("overseers", 422, NO),
    "/desk/reports/issue/": ("leaders and coordinators", NO, 422),
    "/desk/reports/schedules/": ("coordinators and administrators", 200, NO),
    "/desk/reports/schedules/new/": ("coordinators and administrators", 200, 200),
    "/desk/reports/schedules/987654321/": ("coordinators and administrators", 404, 404),
    "/desk/reports/R987654321/": ("overseers", 404, NO),
    "/desk/reports/R987654321/again/": ("leaders and coordinators", NO, 404),
    "/desk/reports/R987654321/zh.pdf": ("overseers", 404, NO),
    "/bulletins/": ("anybody", 200, NO),
    "/bulletins/feed.atom": ("anybody", 200, NO),
    "/bulletins/2019-02/": ("anybody", 404, NO),
    "/bulletins/2019-02/1/": ("anybody", 404, NO),
    "/bulletins/2019-02/1/zh.pdf": ("anybody", 404, NO),
    "/api/reports": ("overseers", 200, NO),
    "/api/reports/R987654321": ("overseers", 404, NO),
    "/api/reports/R987654321/zh.pdf": ("overseers", 404, NO),
    "/api/bulletins": ("anybody", 200, NO),
    "/api/bulletins/2019-02": ("anybody", 404, NO),
    "/api/bulletins/2019-02/1/zh.pdf": ("anybody", 404, NO),
    "/desk/manage/": ("administrators", 200, NO),
    "/desk/manage/posts/": ("administrators", 200, NO),
    "/desk/manage/posts/new/": ("administrators", 200, 200),
    "/desk/manage/posts/987654321/": ("administrators", 404, 404),
    "/desk/manage/people/987654321/password/": ("administrators", NO, 404),
    "/desk/manage/calendar/": ("administrators", 200, 200),
    "/desk/manage/papers/": ("administrators", 200, NO),
    "/desk/manage/papers/nothing/": ("administrators", 404, 404),
    "/desk/manage/papers/nothing/preview/": ("administrators", NO, 404),
    "/desk/manage/papers/nothing/987654321/": ("administrators", 404, NO),
    "/desk/manage/papers/nothing/987654321/force/": ("administrators", NO, 404),
    "/desk/manage/coverage/": ("administrators", 200, NO),
    "/desk/manage/settings/": ("administrators", 200, 200),
    "/desk/manage/import/boundaries/": ("administrators", 200, 200),
    "/data/": ("anybody", 200, NO),
    "/me/": ("holders", 200, NO),
    "/me/sign-in/": ("anybody", 200, 200),
    "/me/code/": ("anybody", 302, 302),
    "/me/sign-out/": ("holders", NO, 302),
    "/me/devices/others/end/": ("holders", NO, 302),
    f"/me/devices/{OTHER_SESSION}/end/": ("holders", NO, 302),
    "/desk/emergency/": ("acting", 200, 200),
    "/desk/emergency/987654321/end/": ("acting", NO, 302),
    "/desk/emergency/review/": ("auditors", 200, NO),
    "/desk/emergency/987654321/": ("leaders and auditors", NO, 302),
    "/desk/search/contact/": ("intake and coordinators", 200, 422),
    "/desk/audit/": ("auditors", 200, NO),
    "/desk/audit/verify/": ("auditors", NO, 302),
    "/desk/manage/retention/": ("administrators", 200, 200),
    "/desk/manage/retention/attachments/": ("administrators", 404, 404),
    "/desk/manage/retention/holds/987654321/end/": ("administrators", NO, 404),
    "/desk/account/": ("account", 200, NO),
    "/desk/account/others/end/": ("account", NO, 302),
    "/desk/account/keys/": ("account", NO, 302),
    f"/desk/account/{OTHER_SESSION}/end/": ("account", NO, 302),
    "/desk/manage/people/987654321/factors/": ("administrators", NO, 404),
    "/desk/manage/people/987654321/sessions/": ("administrators", NO, 404),
    "/desk/manage/people/987654321/identity/": ("administrators", NO, 404),
    "/accounts/oidc/": ("anybody", 404, NO),
    "/accounts/oidc/callback/": ("anybody", 404, NO),
    "/api/cases": ("staff", 200, 422),
    "/api/emergency": ("acting", 200, 422),
    "/api/emergency/review": ("auditors", 200, NO),
    "/api/emergency/987654321/end": ("acting", NO, 403),
    "/api/emergency/987654321/decision": ("leaders and auditors", NO, 422),
    "/api/files": ("acting", NO, 422),
}

#: Addresses about one case: entered by the group, and there only by those who see the case.
CASE_ROUTES: Final[dict[str, tuple[str, int, int]]] = {
    "/desk/cases/{reference}/": ("staff", 200, NO),
    "/desk/cases/{reference}/map.json": ("staff", 200, NO),
    "/desk/cases/{reference}/similar/": ("staff", 200, NO),
    "/desk/cases/{reference}/beside/{twin}/": ("staff", 404, NO),
    "/desk/cases/{reference}/as-resident/": ("staff", 200, NO),
    "/desk/cases/{reference}/supervise/": ("acting and auditors", ANY, ANY),
    "/desk/cases/{reference}/supervise/draft/": ("acting and auditors", NO, ANY),
    "/desk/cases/{reference}/presence/": ("staff", NO, 200),
    "/desk/cases/{reference}/print/": ("staff", 200, NO),
    "/desk/cases/{reference}/earlier/": ("intake and coordinators", NO, ANY),
    "/desk/cases/{reference}/contact/": ("acting", ANY, ANY),
    "/desk/dispatch/{reference}/": ("coordinators", NO, 302),
    "/desk/intake/{reference}/": ("intake", 200, NO),
    "/track/{reference}/": ("resident", 200, NO),
    "/track/{reference}/receipt/": ("resident", 200, NO),
    "/track/{reference}/reads/": ("resident", 200, NO),
    "/track/{reference}/urge/": ("resident", 200, 302),
    "/track/{reference}/leave/": ("resident", NO, 302),
    "/track/{reference}/electronic-service/": ("resident", NO, 302),
    "/track/{reference}/data/": ("resident", 200, NO),
    "/track/{reference}/data/copy.json": ("resident", 200, NO),
    "/track/{reference}/data/copy.pdf": ("resident", 200, NO),
    "/files/{file}/": ("parties", 200, NO),
    "/files/{file}/thumbnail/": ("parties", 200, NO),
    "/papers/{paper}.pdf": ("parties", 200, NO),
    "/api/cases/{reference}": ("parties", 200, NO),
    "/api/cases/{reference}/contact": ("acting", ANY, ANY),
    "/api/cases/{reference}/steps/supervise": ("parties", ANY, ANY),
    "/register/{reference}/": ("nobody at all", 404, NO),
    "/register/{reference}/feed.atom": ("nobody at all", 404, NO),
}
GROUPS["nobody at all"] = ()
