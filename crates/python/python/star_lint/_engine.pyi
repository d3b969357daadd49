from os import PathLike
from typing import Callable, Final, List, Optional, Sequence, Type, Union, final

from ._types import Edit, Finding, Fix, Label, Record

__all__ = ["VERSION", "ConfigError", "Engine", "Makers", "NoteError", "main", "rules_digest"]

VERSION: Final[str]

class ConfigError(ValueError): ...
class NoteError(ValueError): ...

@final
class Makers:
    def __new__(cls, finding: Type[Finding], label: Type[Label], fix: Type[Fix], edit: Type[Edit], record: Callable[[int, Optional[str], Optional[str], List[Finding]], Record]) -> Makers: ...

@final
class Engine:
    def __new__(
        cls,
        config: Union[str, PathLike[str], None],
        config_text: Optional[str],
        profiles: Sequence[str],
        settings: Sequence[str],
        select: Sequence[str],
        ignore: Sequence[str],
    ) -> Engine: ...
    def lint(self, makers: Makers, text: str, path: Union[str, PathLike[str], None]) -> List[Finding]: ...
    def lint_many(self, makers: Makers, texts: Sequence[Optional[str]]) -> List[Union[List[Finding], Exception]]: ...
    def lint_records(self, makers: Makers, lines: Sequence[Union[str, bytes, None]], first: int, name: str) -> List[Record]: ...
    def outline(self, text: str, path: Union[str, PathLike[str], None]) -> str: ...

def main(words: Sequence[str]) -> int: ...
def rules_digest() -> str: ...
