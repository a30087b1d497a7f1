"""What goes wrong with the database, in words for whoever runs the program."""


class StorageError(Exception):
    """The database cannot be used; the message says why and what to do."""


class StorageUnavailable(StorageError):
    """A transaction could not be carried out now (locked, full, I/O error). Nothing was kept.

    `everyone`: surely nothing of this work's own doing, other work fares no better.
    """

    def __init__(self, message: str, *, everyone: bool = False) -> None:
        super().__init__(message)
        self.everyone = everyone
