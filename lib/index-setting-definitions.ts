import type { SettingDefinition } from './setting-definitions.ts';
import { integer } from './setting-kinds.ts';

/** How the index service works, what it keeps, and what requests may hold. */
export const indexSettingDefinitions = {
  batchDocuments: {
    variable: 'KITEGRAPH_BATCH_DOCUMENTS',
    kind: integer(1, 1_000),
    fallback: '100',
    about: 'Documents at which a batch is closed, where a collection sets nothing else',
  },
  batchSeconds: {
    variable: 'KITEGRAPH_BATCH_SECONDS',
    kind: integer(1, 60),
    fallback: '5',
    about: 'A batch takes as much text as is embedded in about so many seconds',
  },
  lingerSeconds: {
    variable: 'KITEGRAPH_LINGER_SECONDS',
    kind: integer(0, 300),
    fallback: '0',
    about:
      'How long a batch that is not full waits for more; 0: it is closed at once when nothing else waits',
  },
  batchesAtOnce: {
    variable: 'KITEGRAPH_BATCHES_AT_ONCE',
    kind: integer(1, 64),
    fallback: '1',
    about:
      'Batches (of different collections) that an index service lets be embedded at once, the most urgent first',
  },
  exactUpTo: {
    variable: 'KITEGRAPH_EXACT_UP_TO',
    kind: integer(0, 10_000_000),
    fallback: '20000',
    about:
      'Passages up to which an index of the kind AUTO compares every vector; larger ones get a graph (HNSW), by themselves too',
  },
  rebuildGraceSeconds: {
    variable: 'KITEGRAPH_REBUILD_GRACE_SECONDS',
    kind: integer(0, 86_400),
    fallback: '60',
    about:
      'How long the old index of a collection is kept after a rebuild, once every query service knows the new one',
  },
  jobDays: {
    variable: 'KITEGRAPH_JOB_DAYS',
    kind: integer(1, 3_650),
    fallback: '30',
    about: 'Days that indexing jobs can be looked up after they ended',
  },
  eventDays: {
    variable: 'KITEGRAPH_EVENT_DAYS',
    kind: integer(1, 365),
    fallback: '7',
    about: 'Days that the events of jobs and alerts can be asked for',
  },
  embeddingsKept: {
    variable: 'KITEGRAPH_EMBEDDINGS_KEPT',
    kind: integer(0, 1_000_000_000),
    fallback: '2000000',
    about: 'Embeddings that are kept, so that unchanged text is not embedded again; the least used go first',
  },
  verifyHours: {
    variable: 'KITEGRAPH_VERIFY_HOURS',
    kind: integer(0, 8_760),
    fallback: '24',
    about:
      'Hours after which the index of a collection is compared with its documents again, slowly; 0: never',
  },
  pendingDocuments: {
    variable: 'KITEGRAPH_MAX_PENDING',
    kind: integer(1, 1_000_000_000),
    fallback: '1000000',
    about: 'Documents that may wait to be indexed; beyond it, changes are refused with BACKPRESSURE',
  },
  maxDocuments: {
    variable: 'KITEGRAPH_MAX_DOCUMENTS',
    kind: integer(1, 10_000),
    fallback: '1000',
    about: 'Documents in a request',
  },
  maxRequestMegabytes: {
    variable: 'KITEGRAPH_MAX_REQUEST_MB',
    kind: integer(1, 256),
    fallback: '16',
    about: 'Megabytes of a request',
  },
  maxIdBytes: {
    variable: 'KITEGRAPH_MAX_ID_BYTES',
    kind: integer(1, 1_000),
    fallback: '255',
    about: "Bytes of a document's own id",
  },
  maxTitle: {
    variable: 'KITEGRAPH_MAX_TITLE',
    kind: integer(1, 10_000),
    fallback: '1000',
    about: 'Characters of a title',
  },
  maxContent: {
    variable: 'KITEGRAPH_MAX_CONTENT',
    kind: integer(1, 16_000_000),
    fallback: '1000000',
    about: 'Characters of a content',
  },
  maxMetadataKilobytes: {
    variable: 'KITEGRAPH_MAX_METADATA_KB',
    kind: integer(1, 64),
    fallback: '64',
    about: "Kilobytes of a document's metadata, as JSON",
  },
  maxMetadataDepth: {
    variable: 'KITEGRAPH_MAX_METADATA_DEPTH',
    kind: integer(1, 64),
    fallback: '16',
    about: "Levels that a document's metadata may nest",
  },
  maxFields: {
    variable: 'KITEGRAPH_MAX_FIELDS',
    kind: integer(1, 1_000),
    fallback: '64',
    about: 'Fields that a collection may declare',
  },
} satisfies Record<string, SettingDefinition>;
