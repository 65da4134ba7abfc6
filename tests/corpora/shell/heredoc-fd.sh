cat 3<<E <&3
via three
E
{ cat <&4; } 4<<E
via four
E
