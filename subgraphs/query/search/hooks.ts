import type { Caller } from '../../../lib/caller.ts';
import { isUserError } from '../../../lib/errors.ts';
import type { SearchInput } from '../../../schema/generated/query.ts';
import type { Page } from '../pages/present.ts';
import type { Suggested } from '../suggest/suggested.ts';
import { documentKey, type Ranked } from './candidates.ts';
import type { Changed, SearchMiddleware } from './middleware.ts';
import type { Pipeline } from './pipeline.ts';
import type { SearchRequest } from './request.ts';

type Hook = Exclude<keyof SearchMiddleware, 'name'>;

/** The hooks of all middleware, one after another in the order given; each call of one is a stage. */
export class Hooks {
  readonly #middleware: readonly SearchMiddleware[];

  constructor(middleware: readonly SearchMiddleware[]) {
    this.#middleware = middleware;
  }

  request(pipeline: Pipeline, input: SearchInput, caller: Caller): Promise<SearchInput> {
    return this.#changed(pipeline, 'request', input, (one, value) => one.request?.(value, caller));
  }

  /** What the candidates depend on beside the request, by the names of the middleware that changes them. */
  async scopes(pipeline: Pipeline, input: SearchInput, caller: Caller): Promise<Record<string, string>> {
    const changing = this.#middleware.filter((one) => one.candidates);
    const scopes = Object.fromEntries(changing.map(({ name }) => [name, '']));
    await this.#each(pipeline, 'scope', async (one) => {
      scopes[one.name] = (await one.scope?.(input, caller)) ?? '';
    });
    return scopes;
  }

  async candidates(pipeline: Pipeline, ranked: Ranked): Promise<Ranked> {
    const { scopes } = ranked.request;
    const { hits, ...others } = await this.#changed(pipeline, 'candidates', ranked, (one, value) =>
      one.candidates?.(value, scopes[one.name] ?? ''),
    );
    return { ...others, hits: hits === ranked.hits ? hits : eachOnce(hits) };
  }

  answer(pipeline: Pipeline, page: Page, request: SearchRequest, caller: Caller): Promise<Page> {
    return this.#changed(pipeline, 'answer', page, (one, value) => one.answer?.(value, request, caller));
  }

  suggestions(
    pipeline: Pipeline,
    suggested: Suggested,
    request: SearchRequest,
    caller: Caller,
  ): Promise<Suggested> {
    return this.#changed(pipeline, 'suggestions', suggested, (one, value) =>
      one.suggestions?.(value, request, caller),
    );
  }

  async #changed<T>(
    pipeline: Pipeline,
    hook: Hook,
    given: T,
    change: (one: SearchMiddleware, value: T) => Changed<T>,
  ): Promise<T> {
    let value = given;
    await this.#each(pipeline, hook, async (one) => {
      value = (await change(one, value)) ?? value;
    });
    return value;
  }

  async #each(pipeline: Pipeline, hook: Hook, call: (one: SearchMiddleware) => Promise<void>): Promise<void> {
    for (const one of this.#middleware) {
      if (one[hook])
        await pipeline.run({ name: `${one.name}:${hook}`, run: () => named(one, hook, call) }, one);
    }
  }
}

/** What fails by mistake says whose it is. */
async function named(one: SearchMiddleware, hook: Hook, call: (one: SearchMiddleware) => Promise<void>) {
  try {
    await call(one);
  } catch (error) {
    if (isUserError(error)) throw error;
    throw new Error(`The search middleware "${one.name}" failed in its ${hook}.`, { cause: error });
  }
}

/** Each document at its first place. */
function eachOnce(hits: Ranked['hits']): Ranked['hits'] {
  const seen = new Set<string>();
  return hits.filter((hit) => {
    const key = documentKey(hit);
    return !seen.has(key) && seen.add(key);
  });
}
