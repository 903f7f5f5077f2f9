import type { Logger } from 'pino';
import { rounds } from './rounds.ts';
import { supergraphFile } from './supergraph-file.ts';
import type { Standing, SupergraphSource } from './supergraph-source.ts';
import { supergraphUrl } from './supergraph-url.ts';

/** A supergraph out of a file, which is watched, or from a URL, which is polled. One that is of no use is refused: that before it goes on. */
export function publishedSupergraph(options: {
  /** The path of a file, or an http(s) URL. */
  supergraph: string;
  everyMs?: number | undefined;
  log: Logger;
}): SupergraphSource {
  const { supergraph, log } = options;
  const reader = /^https?:/i.test(supergraph) ? supergraphUrl(supergraph) : supergraphFile(supergraph);
  /** How the newest form that was read stands. */
  let newest: Standing = { part: 'supergraph', state: 'AWAY', detail: 'not read yet' };
  let away: Standing | undefined;

  function served() {
    const detail = `from ${reader.place} since ${new Date().toISOString()}`;
    newest = { part: 'supergraph', state: 'SERVED', detail };
  }

  function failed(state: 'AWAY' | 'REFUSED', error: unknown): Standing {
    const why = (error as Error).message;
    if (!away) log.error({ from: reader.place, why }, 'a supergraph is refused');
    return { part: 'supergraph', state, detail: `${why}\nThe supergraph before it goes on.` };
  }

  return {
    async first() {
      const text = await reader.read();
      if (text === undefined) throw new Error(`${reader.place} gave no supergraph`);
      served();
      return text;
    },
    watch(update) {
      return rounds(options.everyMs ?? reader.everyMs, async () => {
        let text: string | undefined;
        try {
          text = await reader.read();
        } catch (error) {
          away = failed('AWAY', error);
          return;
        }
        away = undefined;
        if (text === undefined) return;
        try {
          update(text);
          served();
          log.info({ from: reader.place }, 'a new supergraph is served');
        } catch (error) {
          newest = failed('REFUSED', error);
        }
      });
    },
    standings: () => [away ?? newest],
  };
}
