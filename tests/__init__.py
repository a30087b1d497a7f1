"""Tests. What a start keeps on this machine is kept apart from the developer's own."""

import os
from pathlib import Path

os.environ["CACHE_DIRECTORY"] = str(Path(__file__).parent.parent / ".pytest_cache" / "index")
