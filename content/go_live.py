"""What a real ward needs before people write to it, and is still empty in its file."""

from content.office_hours import read_hours
from content.operator import tell
from content.ward import Ward

TAX = "thue"  # it hands in what it heard on paper of its own


def lacking(ward: Ward) -> list[str]:
    """Each in the operator's words, with where it is written; none when the ward may begin."""
    needed = {
        tell("go_live.phone"): ward.front_office.phone,
        tell("go_live.hours"): read_hours(ward.hours).week,
        tell("go_live.chairman"): ward.chairman,
        tell("go_live.vice_chairman"): ward.vice_chairman,
        tell("go_live.privacy_contact"): ward.privacy_contact,
        tell("go_live.government_law"): ward.government_law,
        tell("go_live.team_plan"): ward.team_plan,
    }
    if TAX in ward.offices:
        needed[tell("go_live.above")] = ward.offices[TAX].above
    return [what for what, value in needed.items() if not value]
