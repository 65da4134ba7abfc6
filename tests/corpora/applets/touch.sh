### new
touch new; ls -l new | cut -c 1-42

### several
touch a b 'c d'; ls a b c*

### do not make
touch -c new; echo $?; ls new

### a date
touch -d '2020-01-02 03:04:05' words; ls -l --full-time words

### dates
for d in '@86400' '2021.03.04-05:06:07' '202103040506' '202103040506.07' '03040506'; do touch -d "$d" f && ls -l --full-time f | cut -c 46-64; done | grep -v '^$' | sed 's/^20[^2][0-9]/Y/; s/20[0-9][0-9]-03-04 05:06:00/Y/'

### a time stamp
touch -t 202001020304 a; touch -t 202001020304.05 b; touch -t 2001020304 c; ls -l --full-time a b c

### wrong dates
touch -d yesterday x; echo $?; touch -d '' x; echo $?; touch -t 2020 x; echo $?; ls x

### more wrong dates
touch -d '2020-13-01' x; echo $?; touch -d '2020-02-30 00:00:00' x; ls -l --full-time x; touch -t 20200102 x; echo $?

### reference
touch -r secret words; ls -l words; touch -r nosuch words; echo $?

### missing folder
touch nosuch/x; echo $?; touch words/x; echo $?

### a folder
touch -d 2001-02-03 dir; ls -ld dir; touch dir/; echo $?

### through a link
touch -d 2001-02-03 link; ls -l words; ls -l link; touch dangling; ls nowhere

### a link itself
touch -h -d 2001-02-03 link; ls -l link words

### no permission @1000
touch words; echo $?; touch x; echo $?; touch /tmp/x; ls /tmp/x; touch -d 2001-01-01 words; echo $?

### writable, but not ours @1000
cd /tmp; touch /w/secret; echo $?; touch -d 2001-01-01 /w/secret; echo $?

### nothing
touch; echo $?; touch -c; echo $?

### empty name
touch ''; echo $?

### a dash
touch -; echo $?; ls -- -

### options together
touch -cd 2001-01-01 words nosuch; ls -l words; echo $?

### only one of the times
touch -a -d 2001-01-01 words; touch -m -d 2002-01-01 ten; ls -l ten

### time zone
TZ=CET-1 touch -d '2020-01-02 03:04:05' words; ls -l --full-time words

### newer and older
touch -d 2001-01-01 a; touch -d 2002-01-01 b; [ b -nt a ]; echo $?; [ b -ot a ]; echo $?

### a trailing slash
touch new/; echo $?; touch words/; echo $?

### no such option
touch -y x; echo $?

### long options
touch --no-create new; ls new; touch --date 2001-02-03 words; ls -l words; touch --reference=secret words; ls -l words

### umask
umask 027; touch new; ls -l new | cut -c 1-10

### content stays
touch words; cat words
