import { LRUCache } from 'lru-cache';
import type { Cache } from '../../../lib/cache/tiers.ts';
import type { ImageInput, ImageModelSpec } from '../../../lib/embedding/image-embedder.ts';
import type { ModelSpec } from '../../../lib/embedding/model-spec.ts';
import type { Filtering } from '../../../lib/milvus/probe.ts';
import type { Head } from '../../../lib/milvus/read.ts';
import type { Hit } from '../../../lib/milvus/search.ts';
import type { VectorStore } from '../../../lib/milvus/vector-store.ts';
import { type AskByVector, type NearAnswer, nearQueries } from '../cache/near.ts';
import type { CallCounter } from '../statistics/metrics.ts';
import { gathered } from './gathered.ts';
import { type QueryEmbedding, queryEmbedders } from './query-embedders.ts';
import { type SearchedTexts, searchedTexts } from './searched-texts.ts';
import { type Selectivity, selectivities } from './selectivity.ts';

/** What one branch asks of one view. */
export interface ViewQuestion {
  /** Name of the physical collection. */
  view: string;
  /** Milvus expression; '' for none. */
  expression: string;
  /** Named partitions; undefined: all. */
  partitions: readonly string[] | undefined;
  /** Candidates of a graph index at least; undefined where the index is exact. */
  ef?: number | undefined;
  /** The recall that the collection demands of its graph index. */
  targetRecall?: number | undefined;
  /** `ef` is what was found to be enough. */
  tuned?: boolean | undefined;
  limit: number;
}

/** The remotes that a search asks, with the calls of concurrent searches gathered. */
export interface Sources extends Disposable {
  /** The vector of a query by a model. */
  embed(model: ModelSpec, text: string): Promise<Float32Array>;
  /** The vectors of sentences of passages by a model. */
  embedSentences(model: ModelSpec, texts: string[]): Promise<Float32Array[]>;
  /** The vectors of pictures and texts by an image model. */
  embedImages(model: ImageModelSpec, input: readonly ImageInput[]): Promise<Float32Array[]>;
  byVector: AskByVector;
  /** @param query encoded terms */
  byTerms(question: ViewQuestion, query: string): Promise<Hit[]>;
  /** Columns of the rows with these keys that exist. */
  columns: VectorStore['columnsOf'];
  /** The vectors of the passages with these keys that exist. */
  vectors: VectorStore['vectorsOf'];
  /** What of these revisions of documents is searched. */
  texts: SearchedTexts;
  /** What is known of the newest revision of each of these documents that exists. */
  heads(view: string, documents: readonly string[]): Promise<Map<string, Head>>;
  /** How many passages of a view pass the expression of a question; counted once for each state of the view. */
  selectivity(
    question: Pick<ViewQuestion, 'view' | 'expression' | 'partitions'>,
    changes: number,
  ): Promise<Selectivity>;
  /** How the server searches a graph behind a filter. */
  filtering(): Promise<Filtering>;
  /** Candidates of a graph that were found to hold a recall; undefined: not known. */
  effort(view: string, targetRecall: number): number | undefined;
  /** The vectors of all passages that pass the expression of a question, by key. */
  vectorsBehind(question: ViewQuestion): Promise<Map<string, Float32Array>>;
  /** The version of a server without keyword search; undefined where it has it. */
  lacksKeywordSearch(): Promise<string | undefined>;
}

/** How long the vector of a picture is waited for; the first one waits for the model too. */
const IMAGES_MS = 20_000;
/** Calls that run at once for one question; more only make a server's queue longer. */
const IN_FLIGHT = 2;
const LARGEST_BATCH = 64;
/** Questions (view, filter, limit) that are remembered. */
const QUESTIONS = 500;

export function sources(o: {
  store: VectorStore;
  queries: QueryEmbedding;
  calls: CallCounter;
  /** What nearly equal vectors found, where they are to share it. */
  near?: Cache<NearAnswer> | undefined;
  /** Whether the texts of documents that are read whole stay in memory for a while. @default false */
  keepsTexts?: boolean;
  effort: Sources['effort'];
}): Sources {
  const { store, queries, calls } = o;
  const embedders = queryEmbedders(queries, calls);

  const byVector = perQuestion<Float32Array>(
    ({ view, expression, targetRecall: _, ...question }) =>
      (asked) => {
        calls.count('search_vectors', asked.length);
        return store.searchVectors(view, {
          ...question,
          vectors: [...asked],
          filter: expression || undefined,
        });
      },
  );
  const byTerms = perQuestion<string>(({ view, expression, partitions, limit }) => (queries) => {
    calls.count('search_terms', queries.length);
    const filter = expression || undefined;
    return store.searchTerms(view, { partitions, limit, queries: [...queries], filter });
  });

  const texts = searchedTexts((view, documents) => {
    calls.count('passages', documents.length);
    return store.passagesOf(view, documents);
  }, o.keepsTexts ?? false);

  return {
    embed: (model, text) => embedders.of(model).embed(text),
    embedSentences: (model, texts) => embedders.of(model).embedSentences(texts),
    embedImages(model, input) {
      calls.count('embed_images', input.length);
      return queries.embedding.images.embed(model, input, { timeoutMs: IMAGES_MS });
    },
    byVector: o.near ? nearQueries(byVector, o.near) : byVector,
    byTerms,
    columns(view, keys, columns) {
      calls.count('columns', keys.length);
      return store.columnsOf(view, keys, columns);
    },
    vectors(view, keys) {
      calls.count('vectors', keys.length);
      return store.vectorsOf(view, keys);
    },
    texts,
    heads(view, documents) {
      calls.count('heads', documents.length);
      return store.headsOf(view, documents);
    },
    selectivity: selectivities(store, calls),
    effort: o.effort,
    async filtering() {
      return (await store.capabilities()).filtering;
    },
    vectorsBehind({ view, expression, partitions }) {
      calls.count('vectors', 1);
      return store.vectorsBehind(view, { filter: expression, partitions });
    },
    async lacksKeywordSearch() {
      const { keyword, version } = await store.capabilities();
      return keyword ? undefined : version;
    },
    [Symbol.dispose]: () => embedders[Symbol.dispose](),
  };
}

/** Gathers the askers of the same question: they share calls. */
function perQuestion<K>(call: (question: ViewQuestion) => (asked: readonly K[]) => Promise<Hit[][]>) {
  const open = new LRUCache<string, (asked: K) => Promise<Hit[]>>({ max: QUESTIONS });
  return (question: ViewQuestion, asked: K) => {
    const key = JSON.stringify(question);
    let ask = open.get(key);
    if (!ask) {
      ask = gathered(call(question), { inFlight: IN_FLIGHT, largest: LARGEST_BATCH });
      open.set(key, ask);
    }
    return ask(asked);
  };
}
