import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderRefused, ModelUnknown } from './errors.ts';
import { type Given, type ModelFolder, readModelFolder } from './folder.ts';
import { cardOf, type LoadedModel, type Loading, loadModel } from './loaded-model.ts';
import { LoadedModels } from './loaded-models.ts';
import type { ModelCard } from './model-card.ts';
import { PermittedFolders } from './permitted.ts';

/** Which model a request means: one that is offered, by its name (or the default), or one in a folder. */
export interface Asked {
  model?: string | undefined;
  source?: (Given & { folder: string }) | undefined;
}

export interface Library extends AsyncDisposable {
  /** The offered models, the default first. Those that cannot be used are left out: `problems` has them. */
  list(): Promise<ModelCard[]>;
  /** @throws ModelUnknown, FolderRefused */
  describe(asked: Asked): Promise<ModelCard>;
  /** Does `work` with a model, which is loaded for that where it is not in memory. @throws ModelUnknown, FolderRefused */
  use<T>(asked: Asked, work: (model: LoadedModel) => Promise<T>): Promise<T>;
  loaded(): LoadedModel[];
  /** Offered models that could not be used when they were last looked at, and why. */
  problems(): ReadonlyMap<string, string>;
}

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** The models of a deployment: offered are the folders in `offered`, by their names; the first folder wins. */
export function library(o: {
  /** Folders of which each folder in it is a model. */
  offered: readonly string[];
  /** Folders that requests may name folders in. */
  permitted: readonly string[];
  default: string;
  /** Models in memory at a time. */
  most: number;
  loading: Loading;
}): Library {
  const models = new LoadedModels<LoadedModel>(o.most);
  const own = new PermittedFolders(o.offered);
  const permitted = new PermittedFolders([...o.permitted, ...o.offered]);
  const problems = new Map<string, string>();
  /** What loading has shown of folders that do not say it. */
  const shown = new Map<string, ModelCard>();

  async function names(): Promise<string[]> {
    const found = await Promise.all(o.offered.map((dir) => readdir(dir).catch(() => [] as string[])));
    const different = new Set(found.flat().filter((name) => NAME.test(name)));
    different.delete(o.default);
    return [o.default, ...[...different].sort()];
  }

  async function folderOf(name: string): Promise<ModelFolder> {
    const dirs = NAME.test(name) ? o.offered.map((dir) => join(dir, name)) : [];
    for (const dir of dirs) {
      const real = await own.folder(dir).catch(() => undefined);
      if (real !== undefined) return readModelFolder(real, {}, own);
    }
    throw new ModelUnknown(name, await names());
  }

  async function find({ model, source }: Asked): Promise<{ name: string; folder: ModelFolder }> {
    const name = model ?? o.default;
    if (!source) return { name, folder: await folderOf(name) };
    const { folder, ...given } = source;
    return { name, folder: await readModelFolder(await permitted.folder(folder), given, permitted) };
  }

  const keyOf = (name: string, folder: ModelFolder) => JSON.stringify([name, folder]);

  async function use<T>(asked: Asked, work: (model: LoadedModel) => Promise<T>): Promise<T> {
    const { name, folder } = await find(asked);
    const key = keyOf(name, folder);
    return models.use(
      key,
      async () => {
        const model = await loadModel(name, folder, o.loading);
        shown.set(key, model.card);
        return model;
      },
      work,
    );
  }

  async function describe(asked: Asked): Promise<ModelCard> {
    const { name, folder } = await find(asked);
    const { dimensions, pooling, alone } = folder.said;
    if (!asked.source && dimensions !== undefined && pooling !== undefined && alone !== undefined) {
      return cardOf(name, folder, { dimensions, pooling, alone });
    }
    return shown.get(keyOf(name, folder)) ?? (await use(asked, async ({ card }) => card));
  }

  return {
    async list() {
      const cards: ModelCard[] = [];
      for (const model of await names()) {
        try {
          cards.push(await describe({ model }));
          problems.delete(model);
        } catch (error) {
          if (!(error instanceof FolderRefused || error instanceof ModelUnknown)) throw error;
          problems.set(model, error.message);
        }
      }
      return cards;
    },
    describe,
    use,
    loaded: () => models.ready,
    problems: () => problems,
    [Symbol.asyncDispose]: () => models[Symbol.asyncDispose](),
  };
}
