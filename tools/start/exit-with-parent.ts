/**
 * Loaded before a service's own code (`--import`) by the supervisor of `npm start`: when the supervisor dies, by whatever
 * signal, the channel to it closes and the service drains and ends as if it had been told to.
 */
const DRAIN_LIMIT_MS = 10_000;

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), DRAIN_LIMIT_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});
// Only watched: an open channel must not keep a finished `migrate` alive.
process.channel?.unref();
