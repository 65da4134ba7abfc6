"""IDs and names, drawn from the sandbox's seed so that the same commands give the same ones everywhere.

One rule: whatever is drawn advances the state's serial number; nothing is drawn twice.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.dataclass import replace

if TYPE_CHECKING:
    from collections.abc import Collection

    from tutor.engine.state import State

_LEFT = (  # noqa: SIM905 - names are read best as text
    "admiring adoring affectionate agitated amazing angry awesome beautiful blissful bold boring brave busy charming "
    "clever compassionate competent condescending confident cool cranky crazy dazzling determined distracted dreamy "
    "eager ecstatic elastic elated elegant eloquent epic exciting fervent festive flamboyant focused friendly frosty "
    "funny gallant gifted goofy gracious great happy hardcore heuristic hopeful hungry infallible inspiring "
    "intelligent interesting jolly jovial keen kind laughing loving lucid magical modest musing mystifying naughty "
    "nervous nice nifty nostalgic objective optimistic peaceful pedantic pensive practical priceless quirky quizzical "
    "recursing relaxed reverent romantic sad serene sharp silly sleepy stoic strange stupefied suspicious sweet "
    "tender thirsty trusting unruffled upbeat vibrant vigilant vigorous wizardly wonderful xenodochial youthful "
    "zealous zen"
).split()
_RIGHT = (  # noqa: SIM905
    "agnesi albattani allen antonelli archimedes ardinghelli aryabhata austin babbage banach bardeen bartik bassi "
    "beaver bell benz bhabha bhaskara blackwell bohr booth borg bose boyd brahmagupta brattain brown buck burnell "
    "cannon carson cartwright cerf chandrasekhar chaum clarke colden cori cray curie darwin davinci dijkstra dirac "
    "dubinsky easley edison einstein elbakyan elgamal elion engelbart euclid euler faraday feistel fermat fermi "
    "feynman franklin gagarin galileo galois gates gauss germain goldberg goldstine goldwasser golick goodall gould "
    "greider hamilton haslett hawking heisenberg hellman herschel hertz heyrovsky hodgkin hofstadter hoover hopper "
    "hugle hypatia jackson jang jemison jennings jepsen johnson joliot jones kalam kapitsa kare keldysh keller kepler "
    "khayyam khorana kilby kirch knuth kowalevski lalande lamarr lamport leakey leavitt lederberg lehmann lewin "
    "lichterman liskov lovelace lumiere mahavira margulis matsumoto maxwell mayer mccarthy mcclintock mclaren mclean "
    "mcnulty meitner mendel mendeleev meninsky merkle mestorf mirzakhani montalcini moore morse moser murdock napier "
    "nash neumann newton nightingale nobel noether northcutt noyce panini pare pascal pasteur payne perlman pike "
    "poincare poitras proskuriakova ptolemy raman ramanujan rhodes ride ritchie robinson roentgen rosalind rubin saha "
    "sammet sanderson satoshi shamir shannon shaw shirley shockley shtern sinoussi snyder solomon spence stonebraker "
    "sutherland swanson swartz swirles taussig tesla tharp thompson torvalds tu turing varahamihira vaughan villani "
    "visvesvaraya volhard wescoff wilbur wiles williams williamson wilson wing wozniak wright wu yalow yonath zhukovsky"
).split()
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"


def draw(state: State, what: str) -> tuple[State, str]:
    """Return the state with its serial advanced, and 64 hex digits that only this draw gives."""
    digits = sha256(f"{state.seed}\0{state.era}\0{state.serial}\0{what}".encode()).hexdigest()
    return replace(state, serial=state.serial + 1), digits


def fixed(state: State, what: str) -> str:
    """Return 64 hex digits for something that every sandbox has from the start, such as a network."""
    return sha256(f"{state.seed}\0{what}".encode()).hexdigest()


def draw_name(state: State, taken: Collection[str]) -> tuple[State, str]:
    """Return the state with its serial advanced, and a container name that is not taken ("brave_curie")."""
    for attempt in range(10_000):
        state, digits = draw(state, "name")
        number = int(digits[:12], 16)
        name = f"{_LEFT[number % len(_LEFT)]}_{_RIGHT[number // len(_LEFT) % len(_RIGHT)]}"
        if name == "boring_wozniak":
            continue
        if attempt > 4:
            name += str(number % 10)
        if name not in taken:
            return state, name
    raise AssertionError("no free container name")


def base36(digits: str, length: int = 25) -> str:
    """Return the first `length` base-36 digits that hex digits stand for, as BuildKit's IDs look."""
    number = int(digits, 16)
    out = []
    for _ in range(length):
        number, rest = divmod(number, 36)
        out.append(_BASE36[rest])
    return "".join(out)
