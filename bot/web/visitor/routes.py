"""Every address of the pages for owners."""

from starlette.routing import BaseRoute, Route

from bot.files.attachments import AttachmentStore
from bot.web.visitor.answers import VisitorAnswers
from bot.web.visitor.link_form import LinkForm
from bot.web.visitor.own import OwnPages
from bot.web.visitor.public import PublicPages
from bot.web.visitor.ticket import TicketPages


def visitor_routes(answers: VisitorAnswers, attachments: AttachmentStore) -> list[BaseRoute]:
    ticket, form = TicketPages(answers), LinkForm(answers)
    own, public = OwnPages(answers), PublicPages(answers, attachments)
    return [
        Route("/ve/{token}", ticket.ticket),
        Route("/ve/{token}/lich.ics", ticket.calendar),
        Route("/dang-ky/{token}", form.form, methods=["GET", "POST"]),
        Route("/du-lieu/{token}", own.own_data),
        Route("/giay-moi/{code}", own.invitation),
        Route("/hoi-dap", public.published),
        Route("/tin-tuc", public.news),
        Route("/tin-tuc/feed.xml", public.feed),
        Route("/tin-tuc/{name}", public.news_one),
        Route("/tep/{name}", public.attachment),
    ]
