import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Database } from '../../lib/database/database.ts';
import type { VectorStore } from '../../lib/milvus/vector-store.ts';
import { vectorsIn } from './collections/counts.ts';
import { type JobRow, jobColumns } from './jobs/job.ts';
import { documentsPerSecond } from './jobs/pace.ts';
import { indexingState } from './work/pause.ts';

/** What the indexing measures of itself. */
export interface IndexMetrics {
  stageSeconds: Histogram<'stage'>;
  batchDocuments: Histogram;
  failures: Counter;
  /** Counts a document that a view shows now. */
  count(document: { deleted: boolean; revision: number }): void;
}

/** Registers the metrics of the index service; those of the queue and the vectors are read when they are asked for. */
export function indexMetrics(registry: Registry, db: Database, store: VectorStore): IndexMetrics {
  const registers = [registry];
  const indexed = new Counter({
    name: 'index_total',
    help: 'Documents brought into the index, by operation',
    labelNames: ['operation'] as const,
    registers,
  });
  for (const operation of ['ADD', 'UPDATE', 'DELETE']) indexed.inc({ operation }, 0);
  watchQueue(registry, db);
  watchJobs(registry, db);
  watchVectors(registry, db, store);
  watchDrift(registry, db);
  return {
    stageSeconds: new Histogram({
      name: 'index_stage_seconds',
      help: 'Time of each stage of a batch',
      labelNames: ['stage'] as const,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
    batchDocuments: new Histogram({
      name: 'index_batch_documents',
      help: 'Documents in a batch',
      buckets: [1, 2, 5, 10, 20, 50, 100],
      registers,
    }),
    failures: new Counter({
      name: 'index_document_failures_total',
      help: 'Attempts at a document that failed by its own fault',
      registers,
    }),
    count({ deleted, revision }) {
      indexed.inc({ operation: deleted ? 'DELETE' : revision === 1 ? 'ADD' : 'UPDATE' });
    },
  };
}

function watchQueue(registry: Registry, db: Database): void {
  const oldest = new Gauge({
    name: 'index_queue_oldest_seconds',
    help: 'Age of the oldest work that waits',
    registers: [registry],
  });
  new Gauge({
    name: 'index_queue_documents',
    help: 'Documents that wait to be indexed',
    registers: [registry],
    async collect() {
      const [row] = await db
        .query<{ depth: number; age: number }>(
          `select (select coalesce(sum(pending_count), 0) from views)::bigint as depth,
             coalesce(extract(epoch from now() - (
               select min(oldest) from views v, lateral (
                 select min(enqueued_at) as oldest from view_work w where w.view_id = v.id and not w.held) as first)),
               0)::float8 as age`,
        )
        .catch(() => []);
      if (!row) return;
      this.set(row.depth);
      oldest.set(row.age);
    },
  });
}

/** Jobs whose rates are told, the newest of those that run. */
const JOBS_TOLD = 20;

/** What indexing has done in all, and the pace of the jobs that run. */
function watchJobs(registry: Registry, db: Database): void {
  const registers = [registry];
  const pace = new Gauge({
    name: 'index_job_documents_per_second',
    help: 'Documents a second of a job that runs',
    labelNames: ['job', 'collection'] as const,
    registers,
  });
  const deleted = new Gauge({
    name: 'index_documents_deleted',
    help: 'Documents removed from the index since the deployment was made',
    registers,
  });
  const batches = new Gauge({
    name: 'index_batches_processed',
    help: 'Batches written since the deployment was made',
    registers,
  });
  new Gauge({
    name: 'index_documents_indexed',
    help: 'Documents indexed since the deployment was made',
    registers,
    async collect() {
      const [state, running] = await Promise.all([indexingState(db), runningJobs(db)]).catch(() => []);
      if (!state || !running) return;
      this.set(state.totalIndexed);
      deleted.set(state.totalDeleted);
      batches.set(state.batchesProcessed);
      pace.reset();
      for (const job of running) {
        pace.set({ job: job.id, collection: job.collection }, documentsPerSecond(job));
      }
    },
  });
}

function runningJobs(db: Database): Promise<(JobRow & { collection: string })[]> {
  return db.query(
    `select ${jobColumns}, c.name as collection from jobs j join collections c on c.id = j.collection_id
     where j.finished_at is null and j.status = 'RUNNING' order by j.created_at desc limit $1`,
    [JOBS_TOLD],
  );
}

/** Counting asks Milvus for each collection; what reads the metrics every second gets the last count. */
const COUNT_VECTORS_EVERY_MS = 15_000;

function watchVectors(registry: Registry, db: Database, store: VectorStore): void {
  let countedAt = Number.NEGATIVE_INFINITY;
  new Gauge({
    name: 'vector_count',
    help: 'Vectors of a collection',
    labelNames: ['collection'] as const,
    registers: [registry],
    async collect() {
      if (performance.now() - countedAt < COUNT_VECTORS_EVERY_MS) return;
      countedAt = performance.now();
      const rows = await db
        .query<{ name: string; milvusName: string }>(
          'select c.name, v.milvus_name as "milvusName" from collections c join views v on v.id = c.serving_view',
        )
        .catch(() => []);
      this.reset();
      const counts = await Promise.all(rows.map((row) => vectorsIn(store, row.milvusName).catch(() => null)));
      for (const [index, row] of rows.entries()) {
        const count = counts[index];
        if (typeof count === 'number') this.set({ collection: row.name }, count);
      }
    },
  });
}

/** Out of the database, so that each index service tells the same, also after a restart. */
function watchDrift(registry: Registry, db: Database): void {
  new Gauge({
    name: 'index_drift_documents',
    help: 'Documents in which the index differed from the log at the last verification',
    labelNames: ['collection'] as const,
    registers: [registry],
    async collect() {
      const rows = await db
        .query<{ name: string; drift: number }>('select name, drift from collections where drift is not null')
        .catch(() => undefined);
      if (!rows) return;
      this.reset();
      for (const { name, drift } of rows) this.set({ collection: name }, drift);
    },
  });
}
