"""Web Push (RFC 8030): wakes the browser of whoever asked for it when something new waits in their
web chat. What it says is that something is new; what that is stands on the page."""
