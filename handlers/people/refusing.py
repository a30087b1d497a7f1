"""An act that is not done, and what to say of it beside which field."""


class NotDone(ValueError):
    """Nothing is kept. `field`: of the form; `why`: the name of the sentence."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(field, why)
        self.field = field
        self.why = why
