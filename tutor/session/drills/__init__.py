"""Drills: exercises made up as one goes, each a lesson of one step.

A kind (`images`, `builds`, `containers`, `reading`) makes an exercise from a random source: a set-up, a goal as checks,
and the commands that may matter. `search` finds the shortest way to the goal among those commands, and so the par;
`making` puts both into a `course.model.Lesson`.
"""
