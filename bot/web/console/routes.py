"""Every address of the console with the permission it needs: the one place it is enforced from."""

from functools import partial

from starlette.routing import BaseRoute, Route

from bot.web.console import (
    answer_files,
    article,
    asked,
    attendee_add,
    attendee_import,
    attendees,
    broadcast,
    broadcast_edit,
    broadcast_kept,
    broadcasts,
    business_card,
    business_claims,
    business_doubles,
    business_import,
    business_papers,
    business_ties,
    business_told,
    businesses,
    calls,
    canned,
    case_routes,
    channels,
    content_edit,
    content_entry,
    contents,
    data_requests,
    door,
    drafts,
    events,
    figures,
    folder,
    helps,
    home,
    invitations,
    jobs,
    journal,
    laws,
    ledger,
    many_questions,
    news,
    overview,
    own_account,
    own_second_step,
    own_ways,
    planned,
    question,
    question_moves,
    questions,
    reached,
    search,
    shared,
    sign_in,
    staff,
    stall,
    survey_routes,
    talks,
    tasks,
    team,
    topic_notices,
    ward_settings,
)
from bot.web.console.console import SECOND_STEP, Console, Place
from bot.web.console.typed import HOME
from handlers.people.permissions import Action as A

_GET, _POST, _BOTH = ("GET",), ("POST",), ("GET", "POST")
_EVENT = "/su-kien/{event}"
_GUEST = f"{_EVENT}/dai-bieu/{{registration}}"
_QUESTION = "/cau-hoi/{code}"
_NEWS = "/thong-bao/{broadcast}"
_FIGURE = f"{figures.PATH}/{{figure}}"
_PART = f"{ward_settings.PATH}/{{part}}"
_ENTRY = f"{contents.PATH}/{{entry}}"

PLACES: tuple[Place, ...] = (
    Place("", A.HOME, home.show),
    Place(search.PATH, A.FIND, search.list_),
    Place(f"{search.PERSON}/{{person}}", A.FIND, search.show),  # each sees what they may
    Place("/dang-xuat", A.OWN_ACCOUNT, sign_in.sign_out, _POST, is_before_all=True),
    Place("/tai-khoan", A.OWN_ACCOUNT, own_account.show),
    Place("/tai-khoan/mat-khau", A.OWN_ACCOUNT, own_account.change_password, _POST),
    Place(SECOND_STEP, A.OWN_ACCOUNT, own_second_step.turn_on, _BOTH, is_before_all=True),
    Place("/tai-khoan/bo-hai-buoc", A.OWN_ACCOUNT, own_second_step.turn_off, _POST),
    Place("/tai-khoan/ma-du-phong", A.OWN_ACCOUNT, own_second_step.renew_codes, _POST),
    Place("/tai-khoan/phien", A.OWN_ACCOUNT, own_second_step.end_sessions, _POST),
    Place("/tai-khoan/lien-ket", A.OWN_ACCOUNT, own_account.link_chat, _POST),
    Place("/tai-khoan/cach-bao", A.OWN_ACCOUNT, own_ways.change, _POST),
    Place("/tai-khoan/thu", A.OWN_ACCOUNT, own_ways.address, _POST),
    Place("/tai-khoan/may", A.OWN_ACCOUNT, own_ways.browser, _POST),
    Place("/tai-khoan/tieng", A.OWN_ACCOUNT, own_ways.sound, _POST),
    *drafts.PLACES,
    # events
    Place("/su-kien", A.SEE_EVENTS, events.list_),
    Place("/su-kien/moi", A.EDIT_EVENTS, events.new),
    Place("/su-kien/tao", A.EDIT_EVENTS, events.create, _POST),
    Place(_EVENT, A.SEE_EVENTS, events.show),
    Place(f"{_EVENT}/sua", A.EDIT_EVENTS, events.edit, _POST),
    Place(f"{_EVENT}/trang-thai", A.PUBLISH_EVENT, events.set_state, _POST),
    Place(f"{_EVENT}/de-nghi", A.EDIT_EVENTS, events.propose, _POST),
    Place(f"{_EVENT}/dong-mo", A.EDIT_EVENTS, events.set_open, _POST),
    Place(f"{_EVENT}/chuong-trinh", A.EDIT_EVENTS, tasks.save_programme, _POST),
    Place(f"{_EVENT}/viec", A.EDIT_EVENTS, tasks.save_task, _POST),
    Place(f"{_EVENT}/giay-moi", A.EDIT_EVENTS, invitations.invite, _POST),
    Place(f"{_EVENT}/nhac-moi", A.EDIT_EVENTS, invitations.remind, _POST),
    Place(f"{_EVENT}/thu-hoi", A.EDIT_EVENTS, invitations.revoke, _POST),
    Place(f"{_EVENT}/chuyen-ky-sau", A.TRIAGE, events.carry, _POST),
    Place(f"{_EVENT}/dua-ve", A.TRIAGE, events.bring_back, _POST),
    Place(f"{_EVENT}/poster", A.SEE_EVENTS, events.poster),
    Place(f"{_EVENT}/bien-ban", A.EDIT_EVENTS, folder.write_minutes, _BOTH),
    Place(f"{_EVENT}/tai-lieu", A.FOLDER, folder.list_),
    Place(f"{_EVENT}/tai-lieu/{{paper}}", A.FOLDER, folder.one),
    Place(f"{_EVENT}/ho-so.zip", A.FOLDER, folder.download),
    Place("/dang-lam/{name}", A.OWN_ACCOUNT, jobs.show),  # one's own only
    Place("/dang-lam/{name}/tai", A.OWN_ACCOUNT, jobs.fetch),
    # attendees
    Place(f"{_EVENT}/dai-bieu", A.SEE_ATTENDEES, attendees.list_),
    Place(f"{_EVENT}/them-dai-bieu", A.EDIT_ATTENDEES, attendee_add.add, _BOTH),
    Place(f"{_EVENT}/nhap", A.EDIT_ATTENDEES, attendee_import.import_, _BOTH),
    Place(f"{_EVENT}/nhap/mau.xlsx", A.EDIT_ATTENDEES, attendee_import.blank),
    Place(f"{_EVENT}/bo-nhap", A.EDIT_ATTENDEES, attendee_import.take_back, _POST),
    Place(f"{_EVENT}/xuat.xlsx", A.EXPORT, attendees.export),
    Place(_GUEST, A.SEE_ATTENDEES, attendees.show),
    Place(f"{_GUEST}/so", A.REVEAL_PHONE, attendees.reveal, _POST),
    Place(f"{_GUEST}/sua", A.EDIT_ATTENDEES, attendees.edit, _POST),
    Place(f"{_GUEST}/huy", A.EDIT_ATTENDEES, attendees.cancel, _POST),
    Place(f"{_GUEST}/nhan-cho", A.EDIT_ATTENDEES, attendees.accept, _POST),
    Place(f"{_GUEST}/ghi-lai", A.EDIT_ATTENDEES, attendees.put_back, _POST),
    Place(f"{_GUEST}/cung-co-so", A.EDIT_ATTENDEES, attendees.same_business, _POST),
    Place(f"{_GUEST}/cung-nguoi", A.EDIT_ATTENDEES, attendees.one_person, _POST),
    # the door
    Place(f"{_EVENT}/cua", A.CHECK_IN, door.show),
    Place(f"{_EVENT}/cua/danh-sach", A.CHECK_IN, door.guests),
    Place(f"{_EVENT}/cua/diem-danh", A.CHECK_IN, door.arrive, _POST),
    Place(f"{_EVENT}/cua/khach", A.CHECK_IN, door.walk_in, _POST),
    Place(f"{_EVENT}/cua/nhuong-cho", A.EDIT_ATTENDEES, door.release, _POST),
    # telephone calls
    Place(calls.PATH, A.CALLS, calls.list_),
    Place(f"{calls.PATH}/{{call}}", A.CALLS, calls.finish, _POST),
    Place(f"{calls.PATH}/{{call}}/so", A.CALLS, calls.reveal, _POST),
    Place(f"{calls.PATH}/{{call}}/loi", A.CALLS, calls.write_down, _POST),
    # questions
    Place("/cau-hoi", A.SEE_QUESTIONS, questions.list_),
    Place("/cau-hoi/them", A.TRIAGE, questions.add, _BOTH),
    Place("/cau-hoi/nhieu", A.SEE_QUESTIONS, many_questions.act, _POST),  # each list its own
    Place(_QUESTION, A.SEE_QUESTIONS, question.show),
    Place(f"{_QUESTION}/lam", A.SEE_QUESTIONS, question_moves.act, _POST),  # each for its own
    Place(f"{_QUESTION}/tep", A.DRAFT_ANSWER, answer_files.add, _POST),
    Place(f"{_QUESTION}/bo-tep", A.DRAFT_ANSWER, answer_files.drop, _POST),
    Place(f"{_QUESTION}/tep/{{name}}", A.SEE_QUESTIONS, answer_files.show),
    Place(f"{_QUESTION}/chen", A.DRAFT_ANSWER, helps.put_in, _POST),
    Place(f"{_QUESTION}/linh-vuc", A.TRIAGE, question.clarify, _POST),
    Place(f"{_QUESTION}/dien-thoai", A.TRIAGE, question.set_phone, _POST),
    Place(f"{_QUESTION}/cho-xem", A.TRIAGE, shared.change, _POST),
    Place(f"{_QUESTION}/so", A.REVEAL_PHONE, question.reveal, _POST),
    Place(f"{_QUESTION}/anh/{{name}}", A.SEE_QUESTIONS, question.photo),
    Place(f"{_QUESTION}/xoa-anh", A.TRIAGE, question.drop_photo, _POST),
    *canned.PLACES,
    *talks.PLACES,
    *team.PLACES,
    # broadcasts
    Place("/thong-bao", A.SEE_NEWS, broadcasts.list_),
    Place("/thong-bao/soan", A.WRITE_NEWS, broadcast_edit.new, _BOTH),
    Place("/thong-bao/xem-truoc", A.WRITE_NEWS, broadcast_edit.preview, _POST),
    Place(broadcast_kept.PATH, A.WRITE_NEWS, broadcast_kept.list_),
    Place(f"{_NEWS}/luu-mau", A.WRITE_NEWS, broadcast_kept.keep, _POST),
    Place(f"{broadcast_kept.PATH}/{{kept}}/xoa", A.WRITE_NEWS, broadcast_kept.drop, _POST),
    Place(_NEWS, A.SEE_NEWS, broadcast.show),
    Place(f"{_NEWS}/sua", A.WRITE_NEWS, broadcast_edit.edit, _BOTH),
    Place(f"{_NEWS}/lam", A.SEE_NEWS, broadcast.act, _POST),  # each asks for its own
    Place(f"{_NEWS}/bai-zalo", A.SEE_NEWS, article.act, _POST),  # the same
    Place(f"{_NEWS}/tien-do", A.SEE_NEWS, broadcast.progress),
    Place(f"{_NEWS}/so", A.SEE_NEWS, ledger.show),
    Place(f"{_NEWS}/so.xlsx", A.EXPORT, ledger.export),
    Place(f"{_NEWS}/bang-chung.docx", A.SEE_NEWS, ledger.proof),
    Place(f"{_NEWS}/quyet", A.STEER_NEWS, ledger.decide, _POST),
    # the monthly news, what goes out by itself, who was reached
    Place(overview.PATH, A.REACH, overview.show),
    Place(f"{overview.PATH}.xlsx", A.EXPORT, overview.export),
    Place("/ban-tin", A.SEE_NEWS, news.items),
    Place("/ban-tin/muc", A.WRITE_NEWS, news.save_item, _POST),
    Place("/ban-tin/lap", A.WRITE_NEWS, news.assemble, _POST),
    Place("/ban-tin/doc-loa.docx", A.SEE_NEWS, news.loudspeaker),
    Place("/ban-tin/mang-xa-hoi.txt", A.SEE_NEWS, news.social),
    Place("/lich-gui", A.SEE_NEWS, planned.show),
    Place("/lich-gui/sua", A.SCHEDULES, planned.change_schedule, _POST),
    Place("/tiep-can", A.REACH, reached.show),
    Place("/tiep-can.xlsx", A.EXPORT, reached.export),
    Place("/tiep-can/so-ho", A.RECORD_REACH, reached.set_neighbourhood, _POST),
    Place("/tiep-can/nhieu-to", A.RECORD_REACH, reached.set_neighbourhoods, _POST),
    Place("/tiep-can/to-roi", A.RECORD_REACH, reached.add_outreach, _POST),
    # the answers of the assistant
    Place(contents.PATH, A.SEE_CONTENT, contents.list_),
    Place(f"{contents.PATH}/phieu-ra-soat.docx", A.SEE_CONTENT, contents.review_paper),
    Place(f"{contents.PATH}/cau-tra-loi.xlsx", A.SEE_CONTENT, contents.workbook_),
    Place(f"{contents.PATH}/con-dung", A.WRITE_CONTENT, contents.confirm, _POST),
    Place(f"{contents.PATH}/duyet", A.APPROVE_CONTENT, contents.publish, _POST),
    Place(f"{contents.PATH}/moi", A.WRITE_CONTENT, content_edit.new, _BOTH),
    Place(topic_notices.PATH, A.SEE_CONTENT, topic_notices.list_),
    Place(f"{topic_notices.PATH}/them", A.WRITE_CONTENT, topic_notices.add, _POST),
    Place(f"{topic_notices.PATH}/{{notice}}", A.APPROVE_CONTENT, topic_notices.act, _POST),
    Place(asked.PATH, A.SEE_CONTENT, asked.list_),
    Place(f"{asked.PATH}/xong", A.WRITE_CONTENT, asked.settle, _POST),
    Place(figures.PATH, A.SEE_CONTENT, figures.list_),
    Place(_FIGURE, A.SEE_CONTENT, figures.show),
    Place(f"{_FIGURE}/sua", A.WRITE_CONTENT, figures.edit, _POST),
    Place(f"{_FIGURE}/lam", A.SEE_CONTENT, figures.act, _POST),  # each asks for its own
    Place(laws.PATH, A.SEE_CONTENT, laws.list_),
    Place(f"{laws.PATH}/them", A.WRITE_CONTENT, laws.add, _POST),
    Place(ward_settings.PATH, A.SEE_CONTENT, ward_settings.list_),
    Place(f"{ward_settings.PATH}/them", A.WRITE_CONTENT, ward_settings.add, _POST),
    Place(_PART, A.SEE_CONTENT, ward_settings.show),
    Place(f"{_PART}/sua", A.WRITE_CONTENT, ward_settings.edit, _POST),
    Place(f"{_PART}/lam", A.SEE_CONTENT, ward_settings.act, _POST),  # each asks for its own
    Place(_ENTRY, A.SEE_CONTENT, content_entry.show),
    Place(f"{_ENTRY}/sua", A.WRITE_CONTENT, content_edit.edit, _BOTH),
    Place(f"{_ENTRY}/lam", A.SEE_CONTENT, content_entry.act, _POST),  # each asks for its own
    *survey_routes.PLACES,
    *stall.PLACES,
    *business_claims.PLACES,
    *case_routes.PLACES,
    *businesses.PLACES,
    *business_ties.PLACES,
    *business_told.PLACES,
    *business_import.PLACES,
    *business_papers.PLACES,
    *business_doubles.PLACES,
    *business_card.PLACES,
    Place("/yeu-cau-du-lieu", A.DATA_REQUESTS, data_requests.show),
    Place("/yeu-cau-du-lieu/xoa", A.SETTLE_DATA_REQUESTS, data_requests.erase, _POST),
    Place("/yeu-cau-du-lieu/{request}", A.SETTLE_DATA_REQUESTS, data_requests.settle, _POST),
    Place("/nhat-ky", A.AUDIT, journal.show),
    Place("/nhat-ky.xlsx", A.AUDIT, journal.export),
    Place("/kenh", A.CHANNELS, channels.show),
    Place("/kenh/zalo", A.CHANNELS, channels.connect, _POST),
    Place("/kenh/bao-dong", A.CHANNELS, channels.quiet, _POST),
    Place("/kenh/tin-giu-lai", A.CHANNELS, channels.held, _POST),
    Place("/kenh/tin-de-rieng", A.CHANNELS, channels.seen_to, _POST),
    Place("/zalo/nhan", A.CHANNELS, channels.receive),
    Place("/nhan-su", A.ACCOUNTS, staff.list_),
    Place("/nhan-su/them", A.ACCOUNTS, staff.add, _POST),
    Place("/nhan-su/hai-buoc", A.ACCOUNTS, staff.require_second_step, _POST),
    Place("/nhan-su/{staff}", A.ACCOUNTS, staff.change, _POST),
    Place("/nhan-su/{staff}/phien", A.ACCOUNTS, staff.end_sessions, _POST),
)


# Nobody is signed in yet: a few short fields and no more.
SIGN_IN = (f"{HOME}/dang-nhap", f"{HOME}/kich-hoat/")


def console_routes(console: Console) -> list[BaseRoute]:
    """The console's routes, each behind its permission; the two doors outside first."""
    outside = sign_in.SignIn(console)
    console.shown_at = {place.path: place for place in PLACES if place.methods == _GET}
    return [
        Route(f"{HOME}/dang-nhap", outside.sign_in, methods=list(_BOTH)),
        Route(channels.BACK_PATH, partial(channels.returning, console)),
        Route(f"{HOME}/kich-hoat/{{token}}", outside.activate, methods=list(_BOTH)),
        *(
            Route(HOME + place.path, console.endpoint(place), methods=list(place.methods))
            for place in PLACES
        ),
    ]
