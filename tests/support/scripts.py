"""Texts that terminals find hard: right to left, wide, marked, joined, and what orders or hides text."""

from __future__ import annotations

HEBREW, CJK = "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd", "日本語"
ARABIC = "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f"
ASTRONAUT, FLAG, MARKED = "\U0001f469\u200d\U0001f680", "\U0001f1e9\U0001f1ea", "e\u0301o\u0308"
ORDER = "a\u202eb\u202cc\u2066d\u2069\u200fe\u061cf"
HIDDEN = "g\u200bh\u2060i\ufeffj\u00adk"
EACH = (HEBREW, ARABIC, CJK, ASTRONAUT, FLAG, MARKED, ORDER, HIDDEN)
ALL = " ".join(EACH)
