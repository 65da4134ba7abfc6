HOME=/h; echo "${x:-~}" ${x:-~} ${x:-"~"} ${x:-a~}
