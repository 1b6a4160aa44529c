#!/bin/sh
# The server that ServerRuntimeContract asks for: process 1 of its container. Each request is
# answered by answer.sh; the two meet in files.
if [ -n "$STUBBORN" ]; then
  trap '' TERM
else
  trap 'touch /terminated; while [ -e /in-flight ]; do sleep 0.02; done; exit 0' TERM
fi
trap 'echo dying; exit 7' USR1
nc -ll -p "$PORT" -e /answer.sh &
echo listening
while true; do wait; done
