import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Logger } from 'pino';
import { type Manifest, parseManifest } from './manifest.ts';

const LOOK_EVERY_MS = 1_000;

/** The documents that a deployment trusts, as their files have them now. */
export interface TrustedDocuments extends Disposable {
  byId(id: string): string | undefined;
  /** Whether a whole document is one of them. */
  has(document: string): boolean;
}

/**
 * Reads the manifests and watches them: a changed one counts at once, a broken one is refused and the one before it goes on.
 * @throws Error at the start, where one cannot be read
 */
export function trustedDocuments(paths: readonly string[], log: Logger): TrustedDocuments {
  const manifests = new Map<string, Manifest>(paths.map((path) => [path, read(path)]));
  let all = merged();

  function merged() {
    const byId = new Map([...manifests.values()].flatMap((manifest) => [...manifest]));
    return { byId, texts: new Set(byId.values()) };
  }
  const listeners = paths.map((path) => {
    const listener = () => {
      try {
        manifests.set(path, read(path));
        all = merged();
        log.info({ path, documents: all.byId.size }, 'trusted documents read again');
      } catch (error) {
        log.error({ why: (error as Error).message }, 'trusted documents are refused; those before go on');
      }
    };
    watchFile(path, { interval: LOOK_EVERY_MS, persistent: false }, listener);
    return { path, listener };
  });
  return {
    byId: (id) => all.byId.get(id.replace(/^sha256:/, '')) ?? all.byId.get(id),
    has: (document) => all.texts.has(document),
    [Symbol.dispose]() {
      for (const { path, listener } of listeners) unwatchFile(path, listener);
    },
  };
}

function read(path: string): Manifest {
  try {
    return parseManifest(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`The trusted documents in ${path} cannot be used: ${(error as Error).message}.`);
  }
}
