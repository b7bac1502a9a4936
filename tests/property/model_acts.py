"""Acts, what is found of them, and that they are refused: for all parts of the model in model.py."""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Act:
    type: str
    id: str
    valid: int
    recorded: int
    professional: str = None
    organisation: str = None
    role: str = None
    reason: str = None
    fields: dict = field(default_factory=dict)

    def __getitem__(self, name):
        return self.fields.get(name)


@dataclass(frozen=True)
class Finding:
    code: str
    severity: str
    subject: str = None
    other: str = None
    missing: frozenset = frozenset()  # threes: a fact, about whom or what, and the key of the policy that it is about
    item: int = -1


class Refused(Exception):
    """Why an act was not taken: one finding; when a later act could not hold any more, the reason of that one too."""

    def __init__(self, *findings):
        super().__init__(findings[0].code)
        self.findings = findings


def must(holds, code, *about):
    if not holds:
        raise Refused(Finding(code, "refuse", *about))
