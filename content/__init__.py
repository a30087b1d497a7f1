"""The words, the facts and what is understood of a message. Imports nothing else of ours."""

import os

# Read when numpy is first loaded: a message is too short to be shared between cores, and the
# threads that would share it keep the others from chats.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Named in the environment of a process that reads no messages: to load what `content.expressions`
# keeps takes longer than its work, and 30 MB.
NONE_KEPT = "DONGHANH_NO_EXPRESSIONS"

if not os.environ.get(NONE_KEPT):
    from content.expressions import at_start

    at_start.begin()  # before any module of ours is loaded; `load_content` ends it
