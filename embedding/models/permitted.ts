import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { FolderRefused } from './errors.ts';

/**
 * Which folders clients may name. What lies outside is never touched, not even to see whether it is there; a symbolic
 * link that leads outside is refused.
 */
export class PermittedFolders {
  readonly #roots: readonly string[];

  /** @param roots folders that models may lie in, at any depth; ones that are missing permit nothing */
  constructor(roots: readonly string[]) {
    this.#roots = roots.map((root) => resolve(root));
  }

  /** The folder's real path. @throws FolderRefused */
  async folder(path: string): Promise<string> {
    if (!isAbsolute(path) || !this.#roots.some((root) => isInside(root, resolve(path))))
      throw this.#outside(path);
    const real = await realpath(resolve(path)).catch(() => {
      throw new FolderRefused(`There is no folder ${path} on the machine of the embedding service.`);
    });
    if (!(await this.#holds(real))) throw this.#outside(path);
    return real;
  }

  /** The real path of a file in a permitted folder; undefined where there is none. @throws FolderRefused */
  async file(folder: string, name: string): Promise<string | undefined> {
    const real = await realpath(join(folder, name)).catch(() => undefined);
    if (real !== undefined && !(await this.#holds(real))) throw this.#outside(join(folder, name));
    return real;
  }

  async #holds(real: string): Promise<boolean> {
    const roots = await Promise.all(this.#roots.map((root) => realpath(root).catch(() => undefined)));
    return roots.some((root) => root !== undefined && isInside(root, real));
  }

  #outside(path: string): FolderRefused {
    return new FolderRefused(
      `The embedding service may not look into ${path}. Put the model into a folder under ${this.#roots.join(' or ')}, or name its folder in KITEGRAPH_MODEL_FOLDERS.`,
    );
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || !(way === '..' || way.startsWith('../') || way.startsWith('..\\') || isAbsolute(way));
}
