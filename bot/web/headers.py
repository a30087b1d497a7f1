"""What every answer of ours to a browser says besides: nothing comes from elsewhere, nobody frames
us, no page asks for more than it needs. By itself: `donghanh serve` has no other page of a ward."""

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
        " connect-src 'self'; worker-src 'self'; manifest-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
ENCODED = tuple((name.encode(), value.encode()) for name, value in HEADERS.items())
