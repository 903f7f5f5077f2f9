import { SingleBar } from 'cli-progress';

/** How far something is. */
export interface ProgressState {
  done: number;
  total: number;
  /** 1,200 of 3,000 documents, 19.8/s, 1 min 31 s left */
  sentence: string;
}

/** Shows how far a run is, on standard error. */
export interface ProgressDisplay {
  show(state: ProgressState): void;
  /** Writes a line that stays, above what is shown. */
  say(line: string): void;
  /** Leaves the last state behind, and writes no more. */
  end(): void;
}

/** The least time between two lines where there is no terminal, in milliseconds. */
const lineEveryMs = 5_000;

/** A bar that is drawn in place, in a terminal; a line every five seconds elsewhere. */
export function progressDisplay(stream: NodeJS.WriteStream = process.stderr): ProgressDisplay {
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): ProgressDisplay {
  const drawn = new SingleBar({
    stream,
    format: '{bar} {percentage} %  {sentence}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    linewrap: false,
    fps: 8,
    gracefulExit: false,
  });
  let [done, total, sentence] = [0, 1, ''];
  let running = false;
  const draw = () => {
    if (!running) drawn.start(total, done, { sentence });
    running = true;
  };
  return {
    show(state) {
      total = Math.max(state.total, 1);
      done = Math.min(state.done, total);
      sentence = state.sentence;
      draw();
      drawn.setTotal(total);
      drawn.update(done, { sentence });
    },
    say(line) {
      // Carriage return, and clear to the end of the line: the bar is drawn again below.
      if (running) stream.write('\r\x1b[K');
      stream.write(`${line}\n`);
    },
    end() {
      if (running) drawn.stop();
      running = false;
    },
  };
}

function lines(stream: NodeJS.WriteStream): ProgressDisplay {
  let written = performance.now();
  return {
    show({ sentence }) {
      if (performance.now() - written < lineEveryMs) return;
      written = performance.now();
      stream.write(`${sentence}\n`);
    },
    say: (line) => void stream.write(`${line}\n`),
    end() {},
  };
}
