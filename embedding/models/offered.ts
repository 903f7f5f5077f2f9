import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelUnknown } from './errors.ts';
import { LoadedModels } from './loaded-models.ts';
import { PermittedFolders } from './permitted.ts';

/** Models that are offered by the names of their folders. */
export interface Offered<M> extends AsyncDisposable {
  /**
   * Does `work` with a model, by its name or the default, which is loaded for that where it is not in memory.
   * @throws ModelUnknown, FolderRefused
   */
  use<T>(name: string | undefined, work: (model: M) => Promise<T>): Promise<T>;
  loaded(): M[];
}

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;
/** Models in memory at a time. */
const MOST = 1;

/** @param o.dirs folders in which each folder is a model; the first one wins */
export function offered<Folder, M extends AsyncDisposable>(o: {
  dirs: readonly string[];
  default: string;
  read(folder: string, permitted: PermittedFolders): Promise<Folder>;
  load(name: string, folder: Folder): Promise<M>;
}): Offered<M> {
  const models = new LoadedModels<M>(MOST);
  const permitted = new PermittedFolders(o.dirs);

  async function folderOf(name: string): Promise<Folder> {
    for (const dir of NAME.test(name) ? o.dirs : []) {
      const real = await permitted.folder(join(dir, name)).catch(() => undefined);
      if (real !== undefined) return o.read(real, permitted);
    }
    const found = await Promise.all(o.dirs.map((dir) => readdir(dir).catch(() => [] as string[])));
    throw new ModelUnknown(name, [...new Set(found.flat())].filter((one) => NAME.test(one)).sort());
  }

  return {
    async use(asked, work) {
      const name = asked ?? o.default;
      const folder = await folderOf(name);
      return models.use(JSON.stringify([name, folder]), () => o.load(name, folder), work);
    },
    loaded: () => models.ready,
    [Symbol.asyncDispose]: () => models[Symbol.asyncDispose](),
  };
}
