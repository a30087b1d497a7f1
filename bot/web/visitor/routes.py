"""Every address of the pages for owners."""

from starlette.routing import Route

from bot.files.attachments import AttachmentStore
from bot.running.pool import Pool
from bot.web.visitor.answers import VisitorAnswers
from bot.web.visitor.cases import CasePages
from bot.web.visitor.crawled import CrawledPages
from bot.web.visitor.entries import EntryPages
from bot.web.visitor.events import EventPages
from bot.web.visitor.installed import InstalledPages
from bot.web.visitor.link_form import LinkForm
from bot.web.visitor.on_device import OnDevice
from bot.web.visitor.open_pages import OpenPages
from bot.web.visitor.own import OwnPages
from bot.web.visitor.passed_on import PassedOn
from bot.web.visitor.public import PublicPages
from bot.web.visitor.survey_form import SurveyForm
from bot.web.visitor.ticket import TicketPages
from bot.web.visitor_cookie import VisitorCookie


def visitor_routes(
    answers: VisitorAnswers,
    attachments: AttachmentStore,
    answer_files: AttachmentStore,
    drawing: Pool,
    cookie: VisitorCookie,
    channel: str,
) -> list[Route]:
    """`drawing` is where the pictures of link previews are drawn; `cookie` and `channel` are the
    chat's."""
    ticket, form, own = TicketPages(answers), LinkForm(answers), OwnPages(answers)
    device = OnDevice(answers, cookie, channel)
    return [
        Route("/ve/{token}", ticket.ticket),
        Route("/ve/{token}/lich.ics", ticket.calendar),
        Route("/dang-ky/{token}", form.form, methods=["GET", "POST"]),
        Route("/khao-sat/{code}", SurveyForm(answers).form, methods=["GET", "POST"]),
        Route("/du-lieu/{token}", own.own_data),
        Route("/giay-moi/{code}", own.invitation),
        Route("/sw.js", device.worker),
        Route("/tren-may", device.page),
        Route("/tren-may/quen", device.forget, methods=["POST"]),
        *_open_routes(OpenPages(answers, drawing), attachments, answer_files),
    ]


def _open_routes(
    pages: OpenPages, attachments: AttachmentStore, answer_files: AttachmentStore
) -> list[Route]:
    """For anybody."""
    entries, events = EntryPages(pages), EventPages(pages)
    public, cases = PublicPages(pages, attachments, answer_files), CasePages(pages)
    passed_on, crawled, installed = PassedOn(pages), CrawledPages(pages), InstalledPages(pages)
    return [
        Route("/cau", entries.listed),
        Route("/cau/{name}", entries.one),
        Route("/cau/{name}/anh.png", entries.picture),
        Route("/su-kien", events.listed),
        Route("/su-kien/{code}", events.one),
        Route("/su-kien/{code}/anh.png", events.picture),
        Route("/hoi-dap", public.published),
        Route("/hoi-dap/{name}", public.published_one),
        Route("/hoi-dap/{name}/anh.png", public.published_picture),
        Route("/phan-anh", cases.listed),
        Route("/phan-anh/{name}", cases.one),
        Route("/tin-tuc", public.news),
        Route("/tin-tuc/feed.xml", public.feed),
        Route("/tin-tuc/{name}", public.news_one),
        Route("/tin-tuc/{name}/anh.png", public.news_picture),
        Route("/tep/{name}", public.attachment),
        Route("/anh.png", passed_on.picture),
        Route("/qr/{kind}/{name}.svg", passed_on.qr),
        Route("/manifest.webmanifest", installed.manifest),
        Route("/hoi-giup/{wave:int}.webmanifest", installed.stall),
        Route("/bieu-tuong/{name}.png", installed.icon),
        Route("/robots.txt", crawled.robots),
        Route("/sitemap.xml", crawled.sitemap),
    ]
