"""How PostgreSQL says what every engine says its own way."""


class PostgresWords:
    """See `storage.connection.SqlWords`."""

    def texts(self, given: str, /) -> str:
        return f"(SELECT json_array_elements_text(CAST({given} AS json)))"

    def numbers(self, given: str, /) -> str:
        return (
            "(SELECT CAST(listed.value AS bigint)"
            f" FROM json_array_elements_text(CAST({given} AS json)) AS listed (value))"
        )

    def each_of(self, column: str, given: str, /) -> str:
        # Of an array each is looked up; with a list of rows the server may walk through the table.
        return f"{column} = ANY (CAST(translate({given}, '[]', '{{}}') AS bigint[]))"

    def joined(self, text: str, /) -> str:
        return f"string_agg(CAST({text} AS text), ',')"

    def contains(self, text: str, part: str, /) -> str:
        return f"strpos({text}, {part}) > 0"

    def greatest(self, one: str, other: str, /) -> str:
        return f"greatest({one}, {other})"

    def with_number(self, json: str, name: str, number: str, /) -> str:
        return (
            f"CAST(jsonb_set(CAST({json} AS jsonb), '{{{name}}}',"
            f" to_jsonb(CAST({number} AS bigint))) AS text)"
        )

    def member(self, json: str, name: str, /) -> str:
        return f"(CAST({json} AS json) ->> CAST({name} AS text))"

    def lot(self) -> str:
        return "CAST(floor(random() * 9007199254740992) AS bigint)"

    def join_in_order(self) -> str:
        return "JOIN"

    def unsought(self, column: str, /) -> str:
        # Where nothing waited when the tables were last counted, an index of what waits seems free.
        return f"({column} || '')"
