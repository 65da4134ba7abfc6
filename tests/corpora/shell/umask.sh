umask 022; umask; umask 077; umask
cd "$T"; : > f; umask u=rwx,g=rx,o=rx; umask
