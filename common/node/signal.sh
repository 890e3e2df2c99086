# Sends a signal to every process of a session:
#
#   sh -c THIS minidcos-signal SIGNAL SESSION
signal=$1 session=$2
# In /proc/PID/stat what follows the command's name, in parentheses, is: state,
# parent, process group, session.
for stat in /proc/[0-9]*/stat; do
  { read -r line <"$stat"; } 2>/dev/null || continue
  set -- ${line##*) }
  [ "$4" != "$session" ] || kill -s "$signal" "${line%% *}" 2>/dev/null
done
exit 0
