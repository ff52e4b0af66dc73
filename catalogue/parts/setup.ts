/** Containers that make things inside a running service and then rest. */

/**
 * A script that repeats a command until it succeeds; every step of it may be repeated. SIGTERM ends it at once:
 * as process 1 it would otherwise ignore it.
 */
export const untilDone = (command: string): string => `until ${command}; do
  echo "not there yet, trying again in 5 s"
  sleep 5 & wait $!
done
`;

/** First line of such a script, and its last. */
export const ENDS_AT_ONCE = "trap 'exit 0' TERM\n";
export const RESTS = 'while :; do sleep 3600 & wait $!; done\n';
