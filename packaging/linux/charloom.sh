#!/bin/sh
# The command line of the installed app: its program run as Node.
here=$(dirname "$(readlink -f "$0")")/..
export ELECTRON_RUN_AS_NODE=1 CHARLOOM_CALLED_AS=charloom
exec "$here/charloom-window" "$here/resources/app.asar/out/main/command-line.js" "$@"
