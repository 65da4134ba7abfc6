# stderr
! ! true
