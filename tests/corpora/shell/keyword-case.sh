case if in if) echo keyword;; esac
case esac in esac) echo e;; esac 2>/dev/null
for for in for; do echo $for; done
