#!/bin/sh
# Runs a command that must not outlive the process that started it.
#
#   sh keeper.sh SIGNAL GRACE COMMAND [ARGUMENT...]
#
# The command takes this shell's place, so its process id and exit code are those the starter sees. A watcher, which is
# no child of it, reads standard input: the starter holds the other end. When that end closes (also by kill -9), the
# command gets SIGNAL and, GRACE seconds later, KILL. The starter writes `gone` when it has seen the command end.
# Before each kill the start time is compared: a process id that was given to somebody else is left alone.
signal=$1
grace=$2
shift 2

began() {
  if [ -r "/proc/$$/stat" ]; then
    read -r line <"/proc/$$/stat" || return
    set -- ${line##*) }
    echo "${20}"
  else
    ps -o lstart= -p $$
  fi
}

alive() {
  [ "$(began 2>/dev/null)" = "$start" ] && kill -0 $$ 2>/dev/null
}

start=$(began)
exec 3<&0
(
  (
    while read -r word; do
      [ "$word" = gone ] && exit 0
    done
    alive && kill -s "$signal" $$
    while [ "$grace" -gt 0 ] && alive; do
      sleep 1
      grace=$((grace - 1))
    done
    alive && kill -s KILL $$
  ) <&3 3<&- >/dev/null 2>&1 &
)
exec "$@" </dev/null 3<&-
