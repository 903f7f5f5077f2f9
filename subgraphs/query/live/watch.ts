import type { ViewChange } from '../../../lib/database/view-changes.ts';
import { PartRejected, PartUnavailable } from '../../../lib/errors.ts';
import type { VectorStore } from '../../../lib/milvus/vector-store.ts';
import type { CollectionEntry } from '../catalog/statements.ts';
import type { LiveMetrics } from './metrics.ts';
import { type ChangedDocument, changedDocument, touched } from './percolate.ts';
import type { Reason, Standing } from './standing.ts';
import type { Words } from './words.ts';

export interface WatchParts {
  store: Pick<VectorStore, 'indexedOf'>;
  words: Words;
  metrics: LiveMetrics;
  /** Has a search run as soon as there is room. */
  soon(search: Standing, reason: Reason, heardAt: number): void;
  /** Has a search run when there is time. @param isDoubtful its page may be another, but that could not be told */
  later(search: Standing, isDoubtful: boolean): void;
}

/** Changes that are told of together. */
const GATHER_MS = 10;
/** Documents that are read and compared together. */
const IN_A_CALL = 200;
/** Changed documents that are kept for searches that were being run meanwhile. */
const RECENT = 500;

/** Changes that are compared together. */
interface Gathered {
  /** When the first of them was heard of. */
  heardAt: number;
  /** Keys with the newest revision. */
  documents: Map<string, number>;
  /** The view's count after the last of them. */
  changes: number;
}

/** The changes of one collection, for the standing searches that look into it. */
export class Watch {
  readonly collectionId: string;
  readonly searches = new Set<Standing>();
  readonly #parts: WatchParts;
  #view: { id: string; milvusName: string };
  #settings: string;
  /** The view's count of changes, as far as it was heard of, and as far as it was compared with the searches. */
  heard: number;
  #compared: number;
  #waiting: { change: ViewChange; heardAt: number }[] = [];
  #recent: { changes: number; documents: ChangedDocument[] }[] = [];
  #comparing = false;

  constructor(entry: CollectionEntry, parts: WatchParts) {
    this.collectionId = entry.id;
    this.#parts = parts;
    this.#view = entry.view;
    this.#settings = settingsOf(entry);
    this.heard = entry.view.changes;
    this.#compared = entry.view.changes;
  }

  get viewId(): string {
    return this.#view.id;
  }

  /** Takes a change of the view that it watches. */
  hear(change: ViewChange): void {
    if (change.changes > this.heard + 1) {
      this.startOver(change.changes);
      return;
    }
    // As many as the last: a large change comes in several messages.
    if (change.changes < this.heard) return;
    this.heard = change.changes;
    this.#waiting.push({ change, heardAt: performance.now() });
    if (this.#comparing) return;
    this.#comparing = true;
    setTimeout(() => void this.#compareAll(), GATHER_MS);
  }

  /** Lets a collection that is as given now be watched on; what cannot be told of it has all searches run again. */
  become(entry: CollectionEntry): void {
    const settings = settingsOf(entry);
    if (entry.view.id === this.#view.id && settings === this.#settings) return;
    this.#view = entry.view;
    this.#settings = settings;
    this.startOver(entry.view.changes);
  }

  /** Something has changed, and it is not known what. @param changes the view's count */
  startOver(changes: number): void {
    this.heard = changes;
    this.#compared = changes;
    this.#recent = [];
    this.#waiting = [];
    this.#parts.words.forget(this.#view.milvusName);
    for (const search of this.searches) this.#parts.soon(search, 'unknown', performance.now());
  }

  /** What changed while a search was being run is compared with what came of it. @param ranAt as the run saw the view */
  async catchUp(search: Standing, ranAt: { id: string; changes: number }): Promise<void> {
    const now = performance.now();
    if (ranAt.id !== this.#view.id) return this.#parts.soon(search, 'unknown', now);
    const missed = this.#recent.filter(({ changes }) => changes > ranAt.changes);
    const [first] = missed;
    if (ranAt.changes >= this.#compared) return;
    if (!first || first.changes > ranAt.changes + 1) return this.#parts.soon(search, 'unknown', now);
    const documents = missed.flatMap((one) => one.documents);
    await this.#runTouched([search], documents, now);
    // The run may have seen these already, or not: what they make of the scores of the others is not known.
    if (!search.pure) this.#parts.later(search, true);
  }

  async #compareAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      try {
        await this.#compare(this.#take());
      } catch (error) {
        if (!(error instanceof PartUnavailable || error instanceof PartRejected)) throw error;
        this.startOver(this.heard);
      }
    }
    this.#comparing = false;
  }

  /** Changes that wait, about as many as are compared together. */
  #take(): Gathered {
    const heardAt = this.#waiting[0]?.heardAt ?? 0;
    const documents = new Map<string, number>();
    let changes = this.#compared;
    while (this.#waiting.length > 0 && documents.size < IN_A_CALL) {
      const { change } = this.#waiting.shift() as { change: ViewChange };
      for (const [key, revision] of change.documents) documents.set(key, revision);
      changes = change.changes;
    }
    return { heardAt, documents, changes };
  }

  async #compare({ heardAt, documents, changes }: Gathered): Promise<void> {
    const view = this.#view;
    const revisions = [...documents].map(([document, revision]) => ({ document, revision }));
    const rows = await this.#parts.store.indexedOf(view.milvusName, revisions);
    if (view !== this.#view) return;
    const byDocument = Map.groupBy(rows, ({ document }) => document);
    const changed = revisions.map(({ document, revision }) =>
      changedDocument(document, revision, byDocument.get(document) ?? []),
    );
    await this.#parts.words.count(view.milvusName, changed, heardAt);
    if (view !== this.#view) return;
    this.#parts.metrics.compared(changed.length);
    // From here on a search that ends its run looks at these by itself.
    this.#compared = Math.max(changes, this.#compared);
    this.#remember(changes, changed);
    const idle = [...this.searches].filter((search) => !search.busy);
    await this.#runTouched(idle, changed, heardAt);
  }

  /** Has those of the searches run whose pages are other ones now, and looks at the others again when there is time. */
  async #runTouched(searches: readonly Standing[], documents: readonly ChangedDocument[], heardAt: number) {
    await touched(searches, this.collectionId, documents, (search) =>
      this.#parts.soon(search, 'touched', heardAt),
    );
    for (const search of searches) if (!search.pure) this.#parts.later(search, false);
  }

  #remember(changes: number, documents: ChangedDocument[]): void {
    this.#recent.push({ changes, documents });
    const count = () => this.#recent.reduce((sum, one) => sum + one.documents.length, 0);
    while (count() > RECENT && this.#recent.length > 1) this.#recent.shift();
  }
}

/** All of a collection that searches go by, but what each document that comes changes. */
function settingsOf({ documentCount: _, view, ...entry }: CollectionEntry): string {
  const { appliedPosition: __, changes: ___, ...settings } = view;
  return JSON.stringify({ ...entry, view: settings });
}
