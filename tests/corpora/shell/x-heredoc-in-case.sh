case a in a) cat <<E
in case
E
;; esac
