case x in y) echo no;; esac
echo $?
false
case x in y) echo no;; esac
echo $?
false
case x in x) ;; esac
echo $?
case x in (x) echo paren;; esac
case x in x) echo last
esac
case x in
esac
