"""Letters to staff, through the ward's own mail server (SMTP). Nobody writes to us here."""
