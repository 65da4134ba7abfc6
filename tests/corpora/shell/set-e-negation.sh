set -e
! false
! true
echo still
! { false; true; }
echo here
