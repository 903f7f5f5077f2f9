import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelUnknown } from '../models/errors.ts';
import { readModelFolder } from '../models/folder.ts';
import { LoadedModels } from '../models/loaded-models.ts';
import { PermittedFolders } from '../models/permitted.ts';
import { loadReranker, type Reranker, type RerankerLoading } from './reranker.ts';

/** The rerank models of a deployment. */
export interface Rerankers extends AsyncDisposable {
  /**
   * Does `work` with a model, by its name or the default, which is loaded for that where it is not in memory.
   * @throws ModelUnknown, FolderRefused
   */
  use<T>(name: string | undefined, work: (reranker: Reranker) => Promise<T>): Promise<T>;
  loaded(): Reranker[];
}

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;
/** Models in memory at a time. */
const MOST = 1;

/** @param o.offered folders in which each folder is a model that is offered by the folder's name; the first one wins */
export function rerankers(o: {
  offered: readonly string[];
  default: string;
  loading: RerankerLoading;
}): Rerankers {
  const models = new LoadedModels<Reranker>(MOST);
  const permitted = new PermittedFolders(o.offered);

  async function folderOf(name: string) {
    for (const dir of NAME.test(name) ? o.offered : []) {
      const real = await permitted.folder(join(dir, name)).catch(() => undefined);
      if (real !== undefined) return readModelFolder(real, {}, permitted);
    }
    const found = await Promise.all(o.offered.map((dir) => readdir(dir).catch(() => [] as string[])));
    throw new ModelUnknown(name, [...new Set(found.flat())].filter((one) => NAME.test(one)).sort());
  }

  return {
    async use(asked, work) {
      const name = asked ?? o.default;
      const folder = await folderOf(name);
      const key = JSON.stringify([name, folder]);
      return models.use(key, () => loadReranker(name, folder, o.loading), work);
    },
    loaded: () => models.ready,
    [Symbol.asyncDispose]: () => models[Symbol.asyncDispose](),
  };
}
