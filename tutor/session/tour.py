"""The tour: two minutes for somebody who has just come in, as pages on the screen or as one text.

The text is for where there are lines only: what it teaches is typed, since the screen's keys mean nothing there.
"""

from __future__ import annotations

from tutor.session.inside.target import Target
from tutor.session.inside.views import Page, Tab, Words

PAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("the line", "A real shell, a pretended computer", (
        "At the bottom is a shell. Type docker commands and ordinary ones (ls, cat, echo); they answer as the real "
        "ones do. Nothing you do here touches your own computer: break what you like.",
        "Try it later: docker pull alpine:3.20. Tab completes a word, the grey text after the cursor is a suggestion "
        "that the right arrow takes, and the line below the prompt explains the word that you are at.",
    )),
    ("the stack", "The stack of layers", (
        "Images are stacks of layers, the base at the bottom. What two images share is drawn once, since it is stored "
        "once. Flags are names, dashed boxes are containers: thin layers of their own on top of an image.",
        "While you type, ghosts show what the command would do, before you press Enter: + comes, − goes. F3 lets you "
        "walk over the layers, and Enter looks inside one.",
    )),
    ("back in time", "You can always go back", (
        "undo (Ctrl-Z) takes back the last command, redo (Ctrl-Y) does it again. F4, or log, shows the history as a "
        "tree: go to any point (goto @3), give it a name (mark before-prune), compare two. Nothing is ever lost.",
        "F7, or replay, tells the last command in slow motion: what happened, one event after the other, and why.",
    )),
    ("lessons", "Lessons that check themselves", (
        "A lesson asks you to do something; its checklist ticks itself when it is done, however you did it. hint (F1) "
        "helps, next (F6) goes on. F8, or map, is the map of the course. Stars count how few commands you needed.",
        "Ctrl-G, or glossary, explains a word.",
    )),
    ("finding all", "Finding everything", (
        "? on an empty line lists every key. Ctrl-P searches everything: lessons, words, commands, images, points of "
        "the history. tutor lists the words that you can type.",
        "That is all. tour shows this again. Begin with a lesson (F8), or play: lessons sandbox.",
    )),
)  # fmt: skip

LINES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("A real shell, a pretended computer", (
        "Type docker commands and ordinary ones (ls, cat, echo); they answer as the real ones do. Nothing you do here "
        "touches your own computer: break what you like.",
        "Try it later: docker pull alpine:3.20. explain before a docker command tells what it would do, without doing "
        "it: explain docker pull alpine:3.20.",
    )),
    ("The stack of layers", (
        "Images are stacks of layers, each on the one below it. What two images share is stored once. Containers are "
        "thin layers of their own on top of an image. stack tells what there is.",
        "After each command a sentence says what it changed. layer alpine:3.20 looks inside an image, and "
        "files alpine:3.20 lists what is in it.",
    )),
    ("You can always go back", (
        "undo takes back the last command, redo does it again. log shows the history: go to any point (goto @3), give "
        "it a name (mark before-prune), compare two (compare @1 @3). Nothing is ever lost.",
        "replay tells the last command in slow motion: what happened, one event after the other, and why.",
    )),
    ("Lessons that check themselves", (
        "A lesson asks you to do something; its checklist ticks itself when it is done, however you did it. hint "
        "helps, next goes on. map tells how far you are. Stars count how few commands you needed.",
        "glossary explains a word: glossary layer.",
    )),
    ("Finding everything", (
        "tutor lists the words that you can type, lessons the lessons.",
        "That is all. tour says this again. Begin with a lesson (lessons 1), or play: lessons sandbox.",
    )),
)  # fmt: skip


def tour_page(target: Target) -> Page | None:
    """One page of the tour, by its number from 1; None where there is none."""
    number = int(target.key) if target.key.isdecimal() else 1
    if not 1 <= number <= len(PAGES):
        return None
    _, title, texts = PAGES[number - 1]
    tabs = tuple(Tab(label, Target("tour", str(at))) for at, (label, _, _) in enumerate(PAGES, 1))
    on = f"{number + 1} goes on" if number < len(PAGES) else "Esc ends the tour"
    words = tuple(Words(text) for text in (*texts, f"{on}{'; Esc ends the tour' if number < len(PAGES) else ''}."))
    return Page(target, f"Tour: {title}", words, tabs=tabs)


def tour_text() -> str:
    """All of it to read, for where there are no keys; ends in a newline."""
    return "\n".join(f"{title}\n" + "".join(f"  {text}\n" for text in texts) for title, texts in LINES)
