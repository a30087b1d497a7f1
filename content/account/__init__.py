"""The year of a business as the numbers of several messages tell it: each number heard for what it
is (`heard`), all of them reckoned by that (`reckoning`)."""
