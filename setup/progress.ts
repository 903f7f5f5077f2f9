/** Where set-up steps are told to the person who waits for them. */
export interface Progress {
  /** Begins a step, such as `Installing Milvus Lite`. */
  step(title: string): void;
  /** Says how far the step is, such as `12.3 MB of 40.1 MB`. */
  update(detail: string): void;
  /** Ends the step. */
  done(detail?: string): void;
}

/** The least time between two plain lines of one step, in milliseconds. */
const PLAIN_INTERVAL = 5000;

/**
 * Writes progress to `stream`: one line a step, rewritten in place, in a terminal; elsewhere plain lines, and of
 * the updates one every five seconds.
 */
export function progressOn(stream: NodeJS.WriteStream = process.stderr): Progress {
  let title = '';
  let started = 0;
  let written = 0;
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  return {
    step(next) {
      title = next;
      started = written = performance.now();
      if (stream.isTTY) rewrite(stream, `${title} …`);
      else stream.write(`${title} …\n`);
    },
    update(detail) {
      if (stream.isTTY) return rewrite(stream, `${title}: ${detail}`);
      if (performance.now() - written < PLAIN_INTERVAL) return;
      written = performance.now();
      stream.write(`${title}: ${detail}, ${seconds()}\n`);
    },
    done(detail = 'done') {
      const line = `${title}: ${detail}, ${seconds()}`;
      if (stream.isTTY) rewrite(stream, line);
      stream.write(stream.isTTY ? '\n' : `${line}\n`);
    },
  };
}

/** Progress that nobody reads. */
export const silentProgress: Progress = { step() {}, update() {}, done() {} };

/** A number of bytes for people: `12.3 MB`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function rewrite(stream: NodeJS.WriteStream, line: string) {
  // A terminal that does not say how wide it is says 0.
  const width = (stream.columns || 80) - 1;
  stream.write(`\r\x1b[2K${line.length > width ? `${line.slice(0, width - 1)}…` : line}`);
}
