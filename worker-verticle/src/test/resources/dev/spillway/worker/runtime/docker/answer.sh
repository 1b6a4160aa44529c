#!/bin/sh
read -r method path version
while read -r line && [ "${#line}" -gt 1 ]; do :; done
case "$path" in
  /) answer=$HOSTNAME ;;
  /greeting) answer=$GREETING ;;
  /waiting) if [ -e /in-flight ]; then answer=1; else answer=0; fi ;;
  /die) kill -USR1 1; exit ;;
  /until-term)
    touch /in-flight
    until [ -e /terminated ]; do sleep 0.02; done
    answer=terminated
    ;;
esac
printf 'HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' "${#answer}" "$answer"
if [ "$path" = /until-term ]; then rm /in-flight; fi
