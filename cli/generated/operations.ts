/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Documents to insert or replace. */
export type AddDocumentsInput = {
  /** Name or id of the collection. */
  collection: string;
  /** The documents, 1 to 1,000; a request is at most 16 MB. */
  documents: Array<DocumentInput>;
  /**
   * Names this request, so that it can be sent again when its answer was lost: the second time it changes nothing and answers as
   * the first did. 1 to 128 characters; remembered for a week. The same key with another request is refused.
   */
  idempotencyKey?: string | null | undefined;
  /** What to do with a document whose id exists. */
  onConflict?: OnConflict;
  /** The partition of all documents that name none, where the collection is divided by name. */
  partition?: string | null | undefined;
  /** Higher runs first, -100 to 100. A tenth of each batch goes to what has waited longest, whatever its priority. */
  priority?: number;
  /** When to answer. */
  waitFor?: WaitFor;
};

/** How a metric is compared with a threshold. */
export type AlertOperator =
  /** Greater than. */
  | 'GT'
  /** Greater than or equal to. */
  | 'GTE'
  /** Less than. */
  | 'LT'
  /** Less than or equal to. */
  | 'LTE';

/** How grave an alert is. */
export type AlertSeverity =
  /** Look now. */
  | 'CRITICAL'
  /** Good to know. */
  | 'INFO'
  /** Look soon. */
  | 'WARNING';

/** How an alert is. */
export type AlertState =
  /** The condition has held for the rule's duration. */
  | 'FIRING'
  /** The condition holds, but not yet for the rule's duration. */
  | 'PENDING'
  /** The condition has ceased. */
  | 'RESOLVED';

/** How words become terms. */
export type Analyzer =
  /** As STANDARD, but every word counts, in the form in which it is written. */
  | 'EXACT'
  /** Case, width and accents folded, English words stemmed and its stop words left out, Chinese, Japanese and Korean by characters and pairs. */
  | 'STANDARD';

/** How changes are gathered into batches. The defaults are the deployment's settings. */
export type BatchingInput = {
  /** How long a batch that is not full waits for more, 0 to 300 seconds; 0: it is closed at once when nothing else waits. */
  lingerSeconds?: number | null | undefined;
  /** A batch is closed at so many documents, 1 to 1,000. */
  maxDocuments?: number | null | undefined;
  /** A batch takes as much text as is embedded in about so many seconds, 1 to 60. */
  maxSeconds?: number | null | undefined;
};

/** A level of the cache. */
export type CacheLevel =
  /** From the memory of the process. */
  | 'L1'
  /** From the shared cache (Redis). */
  | 'L2'
  /** Not from a cache. */
  | 'NONE';

/** What a count means. */
export type CountRelation =
  /** This many or more. */
  | 'AT_LEAST'
  /** This many, exactly. */
  | 'EXACT';

/** A collection to make. */
export type CreateCollectionInput = {
  /** How changes are gathered into batches. */
  batching?: BatchingInput | null | undefined;
  /** What is in it, for people. */
  description?: string;
  /** Typed fields of the documents' metadata. At most 64. */
  fields?: Array<FieldInput>;
  /** The index of the vectors. */
  index?: VectorIndexInput | null | undefined;
  /** What keyword searches look at. */
  keywords?: KeywordSettingsInput | null | undefined;
  /** Name of the embedding model, or name@version; the deployment's default where left out. `models` lists them. */
  model?: string | null | undefined;
  /** Letters, digits, - and _, starting with a letter; at most 64 characters; unique. */
  name: string;
  /** How its documents are divided. It cannot be changed later. */
  partitionBy?: PartitioningInput | null | undefined;
  /** How contents are split into passages. */
  passages?: PassageSettingsInput | null | undefined;
  /** Whether a document with an undeclared metadata field is refused. Otherwise such a field is kept, but cannot be filtered by. */
  strict?: boolean;
};

/** One document. */
export type DocumentInput = {
  /** The text. At most 1,000,000 characters; long text is split into overlapping passages. */
  content: string;
  /** Your own id of the document, unique in the collection; 1 to 255 bytes of UTF-8, no control characters. */
  documentId: string;
  /** From then on it is not found, and soon after deleted. */
  expiresAt?: string | null | undefined;
  /** Only if this is its revision now (0: only if there is none); otherwise the whole request is refused with REVISION_CONFLICT. */
  ifRevision?: number | null | undefined;
  /** Values of the declared fields, and others where the collection is not strict. At most 64 kB, 16 levels deep. */
  metadata?: unknown;
  /** Its partition, where the collection is divided by name. */
  partition?: string | null | undefined;
  /** Its passages with their vectors, where you have them already: they cover the content without gaps. At most 10,000. */
  passages?: Array<PassageInput> | null | undefined;
  /** Title: searched with the content and shown with a hit. At most 1,000 characters. */
  title?: string | null | undefined;
  /** Its vector, of the collection's model, where you have it already: nothing is embedded then. */
  vector?: unknown;
};

/** A typed field of the documents' metadata. */
export type FieldInput = {
  /** The value that a document gets which has none; null: none. */
  default?: unknown;
  /** Whether it is offered for counting values. */
  facet?: boolean;
  /** Whether filters may use it. */
  filterable?: boolean;
  /** Letters, digits and _, not starting with a digit; at most 64 characters. */
  name: string;
  /** Whether each document must have it. */
  required?: boolean;
  /** Type of its values. */
  type: FieldType;
};

/** Type of a metadata field. */
export type FieldType =
  /** true or false. */
  | 'BOOLEAN'
  /** ISO 8601 date or time, kept to the millisecond. */
  | 'DATETIME'
  /** Finite double. */
  | 'FLOAT'
  /** 64-bit integer; beyond 2^53 as a string. */
  | 'INT'
  /** Text of at most 1,024 characters. */
  | 'STRING'
  /** List of at most 256 strings. */
  | 'STRING_LIST';

/**
 * A condition on the declared fields of a collection. Several operators in one object must all hold; `and`, `or` and `not`
 * nest. A comparison with a field that a document does not have is false; `ne` is the complement of `eq`, `not` of
 * everything inside it.
 */
export type FilterInput = {
  /** All of these must hold. */
  and?: Array<FilterInput> | null | undefined;
  /** Equal to. For STRING_LIST: contains. */
  eq?: unknown;
  /** Whether the document has the field. */
  exists?: boolean | null | undefined;
  /** The declared, filterable field that the operators below look at. */
  field?: string | null | undefined;
  /** Greater than. */
  gt?: unknown;
  /** Greater than or equal to. */
  gte?: unknown;
  /** One of. For STRING_LIST: contains one of. At most 1,000 values. */
  in?: Array<unknown> | null | undefined;
  /** Less than. */
  lt?: unknown;
  /** Less than or equal to. */
  lte?: unknown;
  /** Not equal to; true for a document without the field. */
  ne?: unknown;
  /** This must not hold. */
  not?: FilterInput | null | undefined;
  /** At least one of these must hold. */
  or?: Array<FilterInput> | null | undefined;
};

/** How the branches of a HYBRID search are fused. */
export type FusionMethod =
  /** Reciprocal rank fusion, k = 10. */
  | 'RECIPROCAL_RANK'
  /** Scores standardised in each branch (mean 0, deviation 1) and added by weight. */
  | 'STANDARDIZED_SCORES';

/** How a part is. */
export type HealthStatus =
  /** Works with limits: see `detail`. */
  | 'DEGRADED'
  /** Cannot be used: see `detail`. */
  | 'DOWN'
  /** Works. */
  | 'UP';

/** What a job does. */
export type IndexJobKind =
  /** Inserts or replaces documents. */
  | 'ADD'
  /** Deletes documents. */
  | 'DELETE'
  /** Compacts the index of a collection. */
  | 'OPTIMIZE'
  /** Builds the index of a collection anew, and switches over. */
  | 'REBUILD'
  /** Patches documents. */
  | 'UPDATE'
  /** Compares the index of a collection with its documents. */
  | 'VERIFY';

/** How far a job is. */
export type IndexJobStatus =
  /** Ended by `cancelIndexJob`. */
  | 'CANCELLED'
  /** Every document is found by search at this revision or a later one, or was deleted since. */
  | 'COMPLETED'
  /** As COMPLETED, but for the documents in `errors`. */
  | 'COMPLETED_WITH_ERRORS'
  /** Could not be done, see `failure`; what searches find has not changed. */
  | 'FAILED'
  /** Stopped by `pauseIndexJob`. */
  | 'PAUSED'
  /** Accepted, not taken up yet. */
  | 'QUEUED'
  /** Being worked on. */
  | 'RUNNING'
  /** Waits for a part that is away (goes on by itself), or for `resumeIndexing`. */
  | 'WAITING';

/** A metadata field that keyword searches look at. */
export type KeywordFieldInput = {
  /** Its name. */
  field: string;
  /** Weight of a word in it, 1 to 10. */
  weight?: number;
};

/** What keyword searches look at, and how much each counts: 0 (not at all) to 10. */
export type KeywordSettingsInput = {
  /** How words are told apart. Default: STANDARD. */
  analyzer?: Analyzer | null | undefined;
  /** Weight of a word in the content. Default: 1. */
  contentWeight?: number | null | undefined;
  /** Metadata fields of the types STRING and STRING_LIST that are searched too. Default: none. */
  fields?: Array<KeywordFieldInput> | null | undefined;
  /** Weight of a word in the title. Default: 2. */
  titleWeight?: number | null | undefined;
};

/** What to do with a document whose id exists. */
export type OnConflict =
  /** Refuse the whole request with DOCUMENT_EXISTS. */
  | 'ERROR'
  /** Replace it. */
  | 'REPLACE'
  /** Leave it as it is. */
  | 'SKIP';

/** By what the documents of a collection are divided. */
export type PartitionKind =
  /** By the values of a field: documents of one value lie together. */
  | 'FIELD'
  /** By partitions that are made by name, and named by each document. */
  | 'NAME'
  /** Not divided. */
  | 'NONE'
  /** By tenant: each request is bound to one tenant, and sees and changes nothing of another. */
  | 'TENANT';

/** How the documents of a collection are divided. */
export type PartitioningInput = {
  /** By what. */
  by: PartitionKind;
  /** With FIELD: a required, filterable STRING field. */
  field?: string | null | undefined;
};

/** A given passage of a content. */
export type PassageInput = {
  /** Where it ends in the content (exclusive), in UTF-16 code units. */
  end: number;
  /** Where it starts in the content, in UTF-16 code units. */
  start: number;
  /** Its vector, of the collection's model. */
  vector: unknown;
};

/** How contents are split into passages: at ends of sentences, in tokens of the embedding model. */
export type PassageSettingsInput = {
  /** Whether each passage is embedded and searched together with the Markdown headings that it stands under. Default: true. */
  headings?: boolean | null | undefined;
  /** Tokens of a passage at most, with its title and heading, 32 to 8,192; never more than the model reads. Default: 448, or what the model reads less 64. */
  maxTokens?: number | null | undefined;
  /** Tokens at the end of a passage that the next one repeats, up to half of `maxTokens`. Default: a seventh of `maxTokens`. */
  overlapTokens?: number | null | undefined;
};

/** What to search for, where and how. */
export type SearchInput = {
  /**
   * Positions as answered by mutations: the search waits (at most `waitMilliseconds`) until all that was accepted up to
   * them is indexed, or answers POSITION_NOT_REACHED.
   */
  atLeast?: Array<string> | null | undefined;
  /** How many passages each branch collects before they are fused and grouped by document, 10 to 1,000. */
  candidates?: number;
  /** Names or ids of collections, 1 to 20. */
  collections: Array<string>;
  /** Only documents for which this holds. */
  filter?: FilterInput | null | undefined;
  /** How the two branches of a HYBRID search become one order. */
  fusion?: FusionMethod;
  /** Weight of the keyword branch in a HYBRID search, 0 to 1; the semantic branch has the rest. */
  keywordWeight?: number;
  /** By meaning, by words, or both. */
  mode?: SearchMode;
  /** Only these partitions: by name, or values of the field, as the collections are divided. At most 100. */
  partitions?: Array<string> | null | undefined;
  /** The question or the words to look for, in any script. At most 4,000 characters. */
  text: string;
  /** How long to wait for `atLeast`, 0 to 30,000 ms. */
  waitMilliseconds?: number;
};

/** How a search finds its candidates. */
export type SearchMode =
  /** Both, fused into one order. */
  | 'HYBRID'
  /** By words: BM25 over analysed terms. */
  | 'KEYWORD'
  /** By meaning: nearest vectors. */
  | 'SEMANTIC';

/** The index of the vectors. */
export type VectorIndexInput = {
  /** HNSW: candidates of a search at least, 16 to 32,768; more finds more and takes longer. Default: 128. */
  ef?: number | null | undefined;
  /** HNSW: candidates when the graph is built, 8 to 512. Default: 200. */
  efConstruction?: number | null | undefined;
  /** Default: AUTO. */
  kind?: VectorIndexKind | null | undefined;
  /** HNSW: neighbours of each vector in the graph, 4 to 64. Default: 16. */
  m?: number | null | undefined;
};

/** Kind of a vector index. */
export type VectorIndexKind =
  /** FLAT for few vectors and HNSW for many, chosen when the index is built. */
  | 'AUTO'
  /** Exact: every vector is compared. */
  | 'FLAT'
  /** A graph: approximate and fast. */
  | 'HNSW';

/** When a mutation answers. */
export type WaitFor =
  /** As soon as everything is safely accepted. */
  | 'ACCEPTED'
  /** When everything is searchable, or after 60 seconds with the job still running. */
  | 'INDEXED';

export type AlertLineFragment = { id: string, state: AlertState, severity: AlertSeverity, value: number, threshold: number, startedAt: string, firedAt: string | null, resolvedAt: string | null, rule: { name: string, metric: string, operator: AlertOperator } };

export type AlertsQueryVariables = Exact<{
  states?: Array<AlertState> | AlertState | null | undefined;
  first: number;
}>;


export type AlertsQuery = { alerts: Array<{ id: string, state: AlertState, severity: AlertSeverity, value: number, threshold: number, startedAt: string, firedAt: string | null, resolvedAt: string | null, rule: { name: string, metric: string, operator: AlertOperator } }> | null };

export type AlertEventsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type AlertEventsSubscription = { alerts: { sequence: number, alert: { id: string, state: AlertState, severity: AlertSeverity, value: number, threshold: number, startedAt: string, firedAt: string | null, resolvedAt: string | null, rule: { name: string, metric: string, operator: AlertOperator } } } };

export type CollectionLineFragment = { name: string, description: string, strict: boolean, documentCount: number, vectorCount: number | null, pendingCount: number, fields: Array<{ name: string, type: FieldType }>, embeddingModel: { name: string, dimensions: number } };

export type CollectionsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type CollectionsQuery = { collections: { totalCount: number, edges: Array<{ node: { name: string, description: string, strict: boolean, documentCount: number, vectorCount: number | null, pendingCount: number, fields: Array<{ name: string, type: FieldType }>, embeddingModel: { name: string, dimensions: number } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type CollectionNamedQueryVariables = Exact<{
  name: string;
}>;


export type CollectionNamedQuery = { collection: { name: string, description: string, strict: boolean, documentCount: number, vectorCount: number | null, pendingCount: number, fields: Array<{ name: string, type: FieldType }>, embeddingModel: { name: string, dimensions: number } } | null };

export type CreateCollectionMutationVariables = Exact<{
  input: CreateCollectionInput;
}>;


export type CreateCollectionMutation = { createCollection: { collection: { name: string, description: string, strict: boolean, documentCount: number, vectorCount: number | null, pendingCount: number, fields: Array<{ name: string, type: FieldType }>, embeddingModel: { name: string, dimensions: number } } } };

export type DeleteCollectionMutationVariables = Exact<{
  collection: string;
}>;


export type DeleteCollectionMutation = { deleteCollection: { name: string } };

export type AddDocumentsMutationVariables = Exact<{
  input: AddDocumentsInput;
}>;


export type AddDocumentsMutation = { addDocuments: { job: { id: string, total: number } } };

export type JobLineFragment = { id: string, kind: IndexJobKind, status: IndexJobStatus, total: number, processed: number, failed: number, superseded: number, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, createdAt: string, finishedAt: string | null, collection: { name: string } | null };

export type JobsQueryVariables = Exact<{
  collection?: string | null | undefined;
  first: number;
}>;


export type JobsQuery = { indexJobs: { totalCount: number, edges: Array<{ node: { id: string, kind: IndexJobKind, status: IndexJobStatus, total: number, processed: number, failed: number, superseded: number, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, createdAt: string, finishedAt: string | null, collection: { name: string } | null } }> } | null };

export type JobErrorsQueryVariables = Exact<{
  id: string;
}>;


export type JobErrorsQuery = { indexJob: { errors: Array<{ documentId: string, code: string, message: string }> } | null };

export type JobProgressSubscriptionVariables = Exact<{
  id: string;
}>;


export type JobProgressSubscription = { indexJobProgress: { sequence: number, job: { id: string, status: IndexJobStatus, total: number, processed: number, failed: number, waitingFor: string | null } } };

export type ActivitySubscriptionVariables = Exact<{
  collection?: string | null | undefined;
}>;


export type ActivitySubscription = { indexActivity: { sequence: number, job: { id: string, kind: IndexJobKind, status: IndexJobStatus, total: number, processed: number, failed: number, superseded: number, percent: number, documentsPerSecond: number, estimatedSecondsLeft: number | null, waitingFor: string | null, createdAt: string, finishedAt: string | null, collection: { name: string } | null } } };

export type SearchQueryVariables = Exact<{
  input: SearchInput;
  first: number;
  after?: string | null | undefined;
}>;


export type SearchQuery = { search: { totalCount: number, totalCountRelation: CountRelation, pageInfo: { hasNextPage: boolean, endCursor: string | null }, explain: { cacheLevel: CacheLevel, notes: Array<string>, stages: Array<{ name: string, milliseconds: number }>, model: { name: string } | null }, edges: Array<{ cursor: string, score: number, highlights: Array<{ field: string, fragments: Array<{ html: string, start: number, end: number }> }>, passage: { text: string }, node: { documentId: string, collectionName: string, title: string | null, metadata: unknown } | null }> } | null };

export type StatusQueryVariables = Exact<{ [key: string]: never; }>;


export type StatusQuery = { health: { status: HealthStatus, components: Array<{ name: string, status: HealthStatus, latencyMs: number, detail: string }> } | null, metrics: Array<{ name: string, value: number | null, unit: string, description: string }> | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const AlertLineFragmentDoc = new TypedDocumentString(`
    fragment AlertLine on Alert {
  id
  rule {
    name
    metric
    operator
  }
  state
  severity
  value
  threshold
  startedAt
  firedAt
  resolvedAt
}
    `, {"fragmentName":"AlertLine"}) as unknown as TypedDocumentString<AlertLineFragment, unknown>;
export const CollectionLineFragmentDoc = new TypedDocumentString(`
    fragment CollectionLine on Collection {
  name
  description
  strict
  documentCount
  vectorCount
  pendingCount
  fields {
    name
    type
  }
  embeddingModel {
    name
    dimensions
  }
}
    `, {"fragmentName":"CollectionLine"}) as unknown as TypedDocumentString<CollectionLineFragment, unknown>;
export const JobLineFragmentDoc = new TypedDocumentString(`
    fragment JobLine on IndexJob {
  id
  kind
  status
  total
  processed
  failed
  superseded
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  createdAt
  finishedAt
  collection {
    name
  }
}
    `, {"fragmentName":"JobLine"}) as unknown as TypedDocumentString<JobLineFragment, unknown>;
export const AlertsDocument = new TypedDocumentString(`
    query Alerts($states: [AlertState!], $first: Int!) {
  alerts(states: $states, first: $first) {
    ...AlertLine
  }
}
    fragment AlertLine on Alert {
  id
  rule {
    name
    metric
    operator
  }
  state
  severity
  value
  threshold
  startedAt
  firedAt
  resolvedAt
}`) as unknown as TypedDocumentString<AlertsQuery, AlertsQueryVariables>;
export const AlertEventsDocument = new TypedDocumentString(`
    subscription AlertEvents {
  alerts {
    sequence
    alert {
      ...AlertLine
    }
  }
}
    fragment AlertLine on Alert {
  id
  rule {
    name
    metric
    operator
  }
  state
  severity
  value
  threshold
  startedAt
  firedAt
  resolvedAt
}`) as unknown as TypedDocumentString<AlertEventsSubscription, AlertEventsSubscriptionVariables>;
export const CollectionsDocument = new TypedDocumentString(`
    query Collections($after: String) {
  collections(first: 100, after: $after) {
    totalCount
    edges {
      node {
        ...CollectionLine
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment CollectionLine on Collection {
  name
  description
  strict
  documentCount
  vectorCount
  pendingCount
  fields {
    name
    type
  }
  embeddingModel {
    name
    dimensions
  }
}`) as unknown as TypedDocumentString<CollectionsQuery, CollectionsQueryVariables>;
export const CollectionNamedDocument = new TypedDocumentString(`
    query CollectionNamed($name: ID!) {
  collection(name: $name) {
    ...CollectionLine
  }
}
    fragment CollectionLine on Collection {
  name
  description
  strict
  documentCount
  vectorCount
  pendingCount
  fields {
    name
    type
  }
  embeddingModel {
    name
    dimensions
  }
}`) as unknown as TypedDocumentString<CollectionNamedQuery, CollectionNamedQueryVariables>;
export const CreateCollectionDocument = new TypedDocumentString(`
    mutation CreateCollection($input: CreateCollectionInput!) {
  createCollection(input: $input) {
    collection {
      ...CollectionLine
    }
  }
}
    fragment CollectionLine on Collection {
  name
  description
  strict
  documentCount
  vectorCount
  pendingCount
  fields {
    name
    type
  }
  embeddingModel {
    name
    dimensions
  }
}`) as unknown as TypedDocumentString<CreateCollectionMutation, CreateCollectionMutationVariables>;
export const DeleteCollectionDocument = new TypedDocumentString(`
    mutation DeleteCollection($collection: ID!) {
  deleteCollection(input: {collection: $collection}) {
    name
  }
}
    `) as unknown as TypedDocumentString<DeleteCollectionMutation, DeleteCollectionMutationVariables>;
export const AddDocumentsDocument = new TypedDocumentString(`
    mutation AddDocuments($input: AddDocumentsInput!) {
  addDocuments(input: $input) {
    job {
      id
      total
    }
  }
}
    `) as unknown as TypedDocumentString<AddDocumentsMutation, AddDocumentsMutationVariables>;
export const JobsDocument = new TypedDocumentString(`
    query Jobs($collection: ID, $first: Int!) {
  indexJobs(collection: $collection, first: $first) {
    totalCount
    edges {
      node {
        ...JobLine
      }
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  total
  processed
  failed
  superseded
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  createdAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<JobsQuery, JobsQueryVariables>;
export const JobErrorsDocument = new TypedDocumentString(`
    query JobErrors($id: ID!) {
  indexJob(id: $id) {
    errors {
      documentId
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<JobErrorsQuery, JobErrorsQueryVariables>;
export const JobProgressDocument = new TypedDocumentString(`
    subscription JobProgress($id: ID!) {
  indexJobProgress(id: $id) {
    sequence
    job {
      id
      status
      total
      processed
      failed
      waitingFor
    }
  }
}
    `) as unknown as TypedDocumentString<JobProgressSubscription, JobProgressSubscriptionVariables>;
export const ActivityDocument = new TypedDocumentString(`
    subscription Activity($collection: ID) {
  indexActivity(collection: $collection) {
    sequence
    job {
      ...JobLine
    }
  }
}
    fragment JobLine on IndexJob {
  id
  kind
  status
  total
  processed
  failed
  superseded
  percent
  documentsPerSecond
  estimatedSecondsLeft
  waitingFor
  createdAt
  finishedAt
  collection {
    name
  }
}`) as unknown as TypedDocumentString<ActivitySubscription, ActivitySubscriptionVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($input: SearchInput!, $first: Int!, $after: String) {
  search(input: $input, first: $first, after: $after) {
    totalCount
    totalCountRelation
    pageInfo {
      hasNextPage
      endCursor
    }
    explain {
      cacheLevel
      stages {
        name
        milliseconds
      }
      model {
        name
      }
      notes
    }
    edges {
      cursor
      score
      highlights {
        field
        fragments {
          html
          start
          end
        }
      }
      passage {
        text
      }
      node {
        documentId
        collectionName
        title
        metadata
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const StatusDocument = new TypedDocumentString(`
    query Status {
  health {
    status
    components {
      name
      status
      latencyMs
      detail
    }
  }
  metrics {
    name
    value
    unit
    description
  }
}
    `) as unknown as TypedDocumentString<StatusQuery, StatusQueryVariables>;
