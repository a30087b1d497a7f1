"""How SQLite says what every engine says its own way."""


class SqliteWords:
    """See `storage.connection.Words`."""

    def texts(self, given: str, /) -> str:
        return f"(SELECT value FROM json_each({given}))"

    def numbers(self, given: str, /) -> str:
        return self.texts(given)

    def each_of(self, column: str, given: str, /) -> str:
        return f"{column} IN {self.numbers(given)}"

    def joined(self, text: str, /) -> str:
        return f"group_concat({text}, ',')"

    def contains(self, text: str, part: str, /) -> str:
        return f"instr({text}, {part}) > 0"

    def greatest(self, one: str, other: str, /) -> str:
        return f"max({one}, {other})"

    def with_number(self, json: str, name: str, number: str, /) -> str:
        return f"json_set({json}, '$.{name}', {number})"

    def member(self, json: str, name: str, /) -> str:
        return f"json_extract({json}, '$.\"' || {name} || '\"')"

    def lot(self) -> str:
        return "(random() & 9007199254740991)"

    def join_in_order(self) -> str:
        return "CROSS JOIN"

    def unsought(self, column: str, /) -> str:
        return f"+{column}"
