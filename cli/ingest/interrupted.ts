const exits = { SIGINT: 130, SIGTERM: 143 };

/**
 * Ends the program as its user wishes (Ctrl-C), and says how to go on.
 * @param leave leaves things as they should be
 * @param canGoOn whether the same command goes on where it was
 */
export function endingWell(leave: () => void, canGoOn: boolean): Disposable & { failed(): void } {
  const goOn = canGoOn ? ' The same command goes on where it was; with --restart it begins anew.' : '';
  const handlers = Object.entries(exits).map(([signal, code]) => {
    const handler = () => {
      leave();
      console.error(
        `Interrupted. What was accepted goes on being indexed: see kitegraph jobs --follow.${goOn}`,
      );
      process.exit(code);
    };
    process.once(signal, handler);
    return { signal, handler };
  });
  return {
    failed() {
      leave();
      if (canGoOn) console.error(`Not finished.${goOn}`);
    },
    [Symbol.dispose]() {
      for (const { signal, handler } of handlers) process.off(signal, handler);
    },
  };
}
