cat <&- 2>/dev/null; echo done
