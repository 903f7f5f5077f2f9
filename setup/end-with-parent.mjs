/** Loaded before a script that run.mjs starts: stops it, and what it started, when run.mjs is gone, also by kill -9. */
process.on('disconnect', () => {
  end('SIGTERM');
  setTimeout(() => end('SIGKILL'), 30_000).unref();
});
// The channel alone does not keep the script running.
process.channel?.unref();

/** @param {NodeJS.Signals} signal */
function end(signal) {
  try {
    process.kill(-process.pid, signal);
  } catch {
    // Where run.mjs could not make it the head of a group.
    process.kill(process.pid, signal);
  }
}
