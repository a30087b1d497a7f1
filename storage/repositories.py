"""Everything a piece of work may read and write: the repositories, on one connection."""

from collections.abc import Callable

from storage.alarms import Alarms
from storage.answer_files import AnswerFiles
from storage.audiences import Audiences
from storage.audit import Audit
from storage.broadcasts import Broadcasts
from storage.business_claims import BusinessClaims
from storage.business_erasures import BusinessErasures
from storage.business_imports import BusinessImports
from storage.business_lists import BusinessLists
from storage.business_pairs import BusinessPairs
from storage.businesses import Businesses
from storage.calls import Calls
from storage.canned import CannedAnswers
from storage.city_packs import CityPacks
from storage.connection import Connection
from storage.contacts import Contacts
from storage.conversations import Conversations
from storage.drafts import Drafts
from storage.duties import Duties
from storage.entries import Entries
from storage.erasures import Erasures
from storage.events import Events
from storage.feedback import Feedback
from storage.given_events import GivenEvents
from storage.gone import Gone
from storage.handoffs import Handoffs
from storage.households import Households
from storage.ids import IdSource
from storage.inbox import Inbox
from storage.kept_writings import KeptWritings
from storage.ledger import Ledger
from storage.news import News
from storage.notebooks import Notebooks
from storage.once import Once
from storage.outbox import Outbox
from storage.passers_by import PassersBy
from storage.people import People
from storage.public_cases import PublicCases
from storage.pushes import Pushes
from storage.questions import Questions
from storage.reach import Reach
from storage.recovery_codes import RecoveryCodes
from storage.registrations import Registrations
from storage.schedules import Schedules
from storage.search import Search
from storage.set_aside import SetAsideMessages
from storage.settings import StoredSettings
from storage.staff import StaffAccounts
from storage.staff_links import StaffLinks
from storage.subscriptions import Subscriptions
from storage.surveys import Surveys
from storage.times import Times
from storage.topic_notices import TopicNotices
from storage.transcripts import Transcripts
from storage.unkept_rows import UnkeptRows
from storage.zalo import ZaloAccounts


class Repositories:
    """The repositories, inside one transaction. The only place that lists them all.

    Work that gets them is pure towards the outside: it may be called again, when an engine has to
    undo it and try once more, and whatever it did besides would then be done twice, or though
    nothing was kept. What has to happen outside is handed to `after_commit`.
    """

    def __init__(self, connection: Connection, ids: IdSource) -> None:
        self._connection = connection
        self.contacts = Contacts(connection, ids)
        self.conversations = Conversations(connection)
        self.inbox = Inbox(connection, ids)
        self.outbox = Outbox(connection, ids)
        self.feedback = Feedback(connection, ids)
        self.notebooks = Notebooks(connection)
        self.people = People(connection, ids)
        self.events = Events(connection, ids)
        self.registrations = Registrations(connection, ids)
        self.unkept_rows = UnkeptRows(connection)
        self.questions = Questions(connection, ids)
        self.staff = StaffAccounts(connection, ids)
        self.audit = Audit(connection, ids)
        self.settings = StoredSettings(connection)
        self.transcripts = Transcripts(connection)
        self.subscriptions = Subscriptions(connection)
        self.staff_links = StaffLinks(connection)
        self.recovery_codes = RecoveryCodes(connection)
        self.households = Households(connection)
        self.zalo = ZaloAccounts(connection)
        self.alarms = Alarms(connection)
        self.broadcasts = Broadcasts(connection, ids)
        self.audiences = Audiences(connection)
        self.ledger = Ledger(connection)
        self.news = News(connection, ids)
        self.schedules = Schedules(connection)
        self.reach = Reach(connection, ids)
        self.erasures = Erasures(connection)
        self.gone = Gone(connection)
        self.once = Once(connection)
        self.times = Times(connection)
        self.calls = Calls(connection, ids)
        self.set_aside = SetAsideMessages(connection)
        self.pushes = Pushes(connection)
        self.entries = Entries(connection, ids)
        self.city_packs = CityPacks(connection, ids)
        self.given_events = GivenEvents(connection)
        self.passers_by = PassersBy(connection)
        self.topic_notices = TopicNotices(connection, ids)
        self.kept_writings = KeptWritings(connection, ids)
        self.drafts = Drafts(connection, ids)
        self.answer_files = AnswerFiles(connection, ids)
        self.canned = CannedAnswers(connection, ids)
        self.public_cases = PublicCases(connection, ids)
        self.handoffs = Handoffs(connection, ids)
        self.duties = Duties(connection, ids)
        self._open_register(connection, ids)
        found_by = (self.registrations.searched, self.questions.searched, self.people.searched)
        self.search = Search(connection, *found_by, *self.events.searched, self.businesses.searched)

    def _open_register(self, connection: Connection, ids: IdSource) -> None:
        self.businesses = Businesses(connection, ids)
        self.business_imports = BusinessImports(connection, ids)
        self.business_lists = BusinessLists(connection, ids)
        self.business_pairs = BusinessPairs(connection, ids)
        self.surveys = Surveys(connection, ids)
        self.business_claims = BusinessClaims(connection, ids)
        self.business_erasures = BusinessErasures(connection)

    def after_commit(self, call: Callable[[], None]) -> None:
        """Has `call` run once, after the commit and before whoever asked for the transaction hears
        of it; several in the order they were given; never when it was rolled back. `call` is short
        and raises nothing: the work stands whatever becomes of it."""
        self._connection.after_commit(call)
