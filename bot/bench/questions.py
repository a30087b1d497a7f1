"""What people of the benches ask."""

from content.library import load_content


def questions() -> list[str]:
    """Sixty of the wordings of the FAQ, different each time one is asked."""
    entries = load_content(with_meaning=False).knowledge.entries.values()
    return [wording for entry in entries for wording in entry.ask[1:3]][:60]
