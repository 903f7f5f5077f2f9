import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CollectionRow as CollectionRowRow } from '../../subgraphs/index/collections/collection.ts';
import type { ModelRow as ModelRowRow } from '../../subgraphs/index/models/model.ts';
import type { DocumentRow as DocumentRowRow } from '../../subgraphs/index/documents/document.ts';
import type { JobRow as JobRowRow } from '../../subgraphs/index/jobs/job.ts';
import type { Context } from '../../subgraphs/index/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A point in time, ISO 8601 with a time zone, such as 2026-11-23T08:30:00.000Z. */
  DateTime: { input: Date; output: Date; }
  /**
   * A value of a filter: a string, a number, a boolean, a date (ISO 8601) or a 64-bit integer (also as a string).
   * It is checked against the declared type of the field.
   */
  FilterValue: { input: unknown; output: unknown; }
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  /**
   * A vector: a list of numbers, or a text in base64 of its components as float32 in little-endian order. It is answered as such a
   * text.
   */
  Vector: { input: unknown; output: unknown; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** Documents to insert or replace. */
export type AddDocumentsInput = {
  /** Name or id of the collection. */
  collection: Scalars['ID']['input'];
  /** The documents, 1 to 1,000; a request is at most 16 MB. */
  documents: Array<DocumentInput>;
  /**
   * Names this request, so that it can be sent again when its answer was lost: the second time it changes nothing and answers as
   * the first did. 1 to 128 characters; remembered for a week. The same key with another request is refused.
   */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** What to do with a document whose id exists. */
  onConflict: OnConflict;
  /** The partition of all documents that name none, where the collection is divided by name. */
  partition?: InputMaybe<Scalars['String']['input']>;
  /** Higher runs first, -100 to 100. A tenth of each batch goes to what has waited longest, whatever its priority. */
  priority: Scalars['Int']['input'];
  /** When to answer. */
  waitFor: WaitFor;
};

/** Documents were accepted. */
export type AddDocumentsPayload = {
  /** The job that indexes them. */
  job: IndexJob;
  /** Position of the collection after this: `search(input: { atLeast: [position] })` sees all of it. */
  position: Scalars['String']['output'];
  /** Whether this answers a request that had been accepted before, by its `idempotencyKey`. */
  repeated: Scalars['Boolean']['output'];
  /** How many were left as they are, with `onConflict: SKIP`. */
  skipped: Scalars['Int']['output'];
};

/** How words become terms. */
export type Analyzer =
  /** As STANDARD, but every word counts, in the form in which it is written. */
  | 'EXACT'
  /** Case, width and accents folded, English words stemmed and its stop words left out, Chinese, Japanese and Korean by characters and pairs. */
  | 'STANDARD';

/** How changes are gathered into batches. */
export type Batching = {
  /** How long a batch that is not full waits for more, in seconds. */
  lingerSeconds: Scalars['Float']['output'];
  /** A batch is closed at so many documents. */
  maxDocuments: Scalars['Int']['output'];
  /** A batch takes as much text as is embedded in about so many seconds. */
  maxSeconds: Scalars['Float']['output'];
};

/** How changes are gathered into batches. The defaults are the deployment's settings. */
export type BatchingInput = {
  /** How long a batch that is not full waits for more, 0 to 300 seconds; 0: it is closed at once when nothing else waits. */
  lingerSeconds?: InputMaybe<Scalars['Float']['input']>;
  /** A batch is closed at so many documents, 1 to 1,000. */
  maxDocuments?: InputMaybe<Scalars['Int']['input']>;
  /** A batch takes as much text as is embedded in about so many seconds, 1 to 60. */
  maxSeconds?: InputMaybe<Scalars['Float']['input']>;
};

/** A named set of documents that are searched together. */
export type Collection = {
  /** How changes are gathered into batches. */
  batching: Batching;
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** What is in it, for people. */
  description: Scalars['String']['output'];
  /** How many documents it has, as accepted. */
  documentCount: Scalars['Int']['output'];
  /** Documents in which the index differed from the log at the last verification; null before the first. */
  drift: Maybe<Scalars['Int']['output']>;
  /** The model that its vectors come from. */
  embeddingModel: EmbeddingModel;
  /** Declared fields of the documents' metadata. */
  fields: Array<CollectionField>;
  /** Global id. */
  id: Scalars['ID']['output'];
  /** The model that the images of its documents are embedded by; null where it takes none. */
  imageModel: Maybe<ImageModel>;
  /** The index of its vectors. */
  index: VectorIndex;
  /** What indexing has done for it; null for a request limited to scopes, and for one bound to a tenant, where it is divided by tenant. */
  indexStatistics: Maybe<IndexStatistics>;
  /** What keyword searches look at. */
  keywords: KeywordSettings;
  /** Its name. */
  name: Scalars['ID']['output'];
  /** Why its index should be built anew (another version of the analysis, of the model, another image model): empty where it need not. */
  needsRebuild: Array<Scalars['String']['output']>;
  /** How its documents are divided. */
  partitionBy: Partitioning;
  /** Its partitions by name, where it is divided by name. */
  partitions: Array<Partition>;
  /** How contents are split into passages. */
  passages: PassageSettings;
  /** How many documents wait to be indexed. */
  pendingCount: Scalars['Int']['output'];
  /** Position: grows with every accepted change. */
  position: Scalars['String']['output'];
  /** Scopes of which a caller who is limited to scopes has one; empty: none is needed. */
  readScopes: Array<Scalars['String']['output']>;
  /** The rebuild that is under way. */
  rebuild: Maybe<IndexJob>;
  /** What its searches go by where they say nothing else. */
  search: SearchSettings;
  /** Whether documents with undeclared metadata fields are refused. */
  strict: Scalars['Boolean']['output'];
  /** Words that mean the same, for KEYWORD and HYBRID searches. */
  synonyms: Array<Synonyms>;
  /** How many vectors (one a passage) its index has; null while the vector store is away. */
  vectorCount: Maybe<Scalars['Int']['output']>;
};

/** A page of collections. */
export type CollectionConnection = {
  /** The collections of this page. */
  edges: Array<CollectionEdge>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
  /** How many there are in all. */
  totalCount: Scalars['Int']['output'];
};

/** One collection of a page. */
export type CollectionEdge = {
  /** Its place in the list. */
  cursor: Scalars['String']['output'];
  /** The collection. */
  node: Collection;
};

/** A declared field of a collection. */
export type CollectionField = {
  /** The value that a document gets which has none. */
  default: Maybe<Scalars['JSON']['output']>;
  /** Whether it is offered for counting values. */
  facet: Scalars['Boolean']['output'];
  /** Whether filters may use it. */
  filterable: Scalars['Boolean']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
  /** Whether each document must have it. */
  required: Scalars['Boolean']['output'];
  /** Type of its values. */
  type: FieldType;
};

/** A collection to make. */
export type CreateCollectionInput = {
  /** How changes are gathered into batches. */
  batching?: InputMaybe<BatchingInput>;
  /** What is in it, for people. */
  description: Scalars['String']['input'];
  /** Typed fields of the documents' metadata. At most 64. */
  fields: Array<FieldInput>;
  /**
   * Whether its documents may have images, which searches of the mode IMAGE look at. They are embedded by the image model of the
   * embedding service. It cannot be changed later.
   */
  images: Scalars['Boolean']['input'];
  /** The index of the vectors. */
  index?: InputMaybe<VectorIndexInput>;
  /** What keyword searches look at. */
  keywords?: InputMaybe<KeywordSettingsInput>;
  /** Name of the embedding model, or name@version; the deployment's default where left out. `models` lists them. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** Letters, digits, - and _, starting with a letter; at most 64 characters; unique. */
  name: Scalars['ID']['input'];
  /** How its documents are divided. It cannot be changed later. */
  partitionBy?: InputMaybe<PartitioningInput>;
  /** How contents are split into passages. */
  passages?: InputMaybe<PassageSettingsInput>;
  /** Whoever is limited to scopes must have one of these to see the collection, and anything in it. At most 16; none: everybody sees it. */
  readScopes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** What its searches go by where they say nothing else. */
  search?: InputMaybe<SearchSettingsInput>;
  /** Whether a document with an undeclared metadata field is refused. Otherwise such a field is kept, but cannot be filtered by. */
  strict: Scalars['Boolean']['input'];
  /** Words that mean the same, for KEYWORD and HYBRID searches. At most 1,000 rules. */
  synonyms?: InputMaybe<Array<SynonymsInput>>;
};

/** A collection was made. */
export type CreateCollectionPayload = {
  /** The new collection. */
  collection: Collection;
};

/** A collection to delete. */
export type DeleteCollectionInput = {
  /** Name or id. */
  collection: Scalars['ID']['input'];
};

/** A collection was deleted. */
export type DeleteCollectionPayload = {
  /** Its id. */
  id: Scalars['ID']['output'];
  /** Its name, free to be used again. */
  name: Scalars['ID']['output'];
};

/** Which documents to delete: exactly one of `documentIds`, `documents` and `filter`. */
export type DeleteDocumentsInput = {
  /** Name or id of the collection. */
  collection: Scalars['ID']['input'];
  /** Ids of documents, 1 to 1,000. */
  documentIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Documents, 1 to 1,000, each only at a revision. */
  documents?: InputMaybe<Array<DocumentRevisionInput>>;
  /** Every document for which this holds as of now. */
  filter?: InputMaybe<FilterInput>;
  /** As in `addDocuments`. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Higher runs first, -100 to 100. */
  priority: Scalars['Int']['input'];
  /** When to answer. */
  waitFor: WaitFor;
};

/** Deletions were accepted. */
export type DeleteDocumentsPayload = {
  /** The job that removes them from the index. */
  job: IndexJob;
  /** Position of the collection after this. */
  position: Scalars['String']['output'];
  /** Whether this answers a request that had been accepted before, by its `idempotencyKey`. */
  repeated: Scalars['Boolean']['output'];
};

/**
 * A document at one revision. In a search it is shown at the revision that was found; elsewhere at the newest accepted
 * one. Other subgraphs extend it by either key.
 */
export type Document = {
  /** Its collection. */
  collection: Maybe<Collection>;
  /** Name of its collection. */
  collectionName: Scalars['ID']['output'];
  /** The whole text. */
  content: Maybe<Scalars['String']['output']>;
  /** When it was first accepted. */
  createdAt: Maybe<Scalars['DateTime']['output']>;
  /** Your own id of the document. */
  documentId: Scalars['ID']['output'];
  /** The model that its vectors come from; null before it is indexed. */
  embeddingModel: Maybe<EmbeddingModel>;
  /** When it expires. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** The passages whose vectors were given with it, where they are of the collection's model; null where the server makes them. */
  givenPassages: Maybe<Array<GivenPassage>>;
  /** Global, opaque id: client caches key on it. */
  id: Scalars['ID']['output'];
  /** Its pictures, in their order. Null for a hit that was deleted, or taken from who asks, since it was indexed. */
  images: Maybe<Array<DocumentImage>>;
  /** When it was last indexed; null before the first time. */
  indexedAt: Maybe<Scalars['DateTime']['output']>;
  /** Values of its metadata fields. */
  metadata: Maybe<Scalars['JSON']['output']>;
  /** Its partition, where the collection is divided by name or by a field. */
  partition: Maybe<Scalars['String']['output']>;
  /** Its passages as they are indexed, in their order; null before it is indexed. */
  passages: Maybe<Array<IndexedPassage>>;
  /**
   * Scopes of which one is needed to see it, beside what its collection demands; empty: none. Null for a hit that was deleted, or
   * taken from who asks, since it was indexed.
   */
  readScopes: Maybe<Array<Scalars['String']['output']>>;
  /** Grows by one with each accepted change. */
  revision: Scalars['Int']['output'];
  /** Its tenant, where the collection is divided by tenant. */
  tenant: Maybe<Scalars['String']['output']>;
  /** Title. */
  title: Maybe<Scalars['String']['output']>;
  /** When its newest revision was accepted. */
  updatedAt: Maybe<Scalars['DateTime']['output']>;
};

/** A page of changes. */
export type DocumentChangeConnection = {
  /** How many documents the collection had then; null for a request that does not see all of them. */
  documentCount: Maybe<Scalars['Int']['output']>;
  /** The changes of this page, in the order of acceptance. */
  edges: Array<DocumentChangeEdge>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
  /** Position of the collection as this page was read. With the last page, the changes are the collection at this position. */
  position: Scalars['String']['output'];
};

/** One change of a page. */
export type DocumentChangeEdge = {
  /** Its place in the list. It stays good: whatever changes later comes after it. */
  cursor: Scalars['String']['output'];
  /** Whether it was deleted. */
  deleted: Scalars['Boolean']['output'];
  /** The document's own id. */
  documentId: Scalars['ID']['output'];
  /** The document at its newest revision; null where it was deleted. */
  node: Maybe<Document>;
  /** Its tenant, where the collection is divided by tenant. */
  tenant: Maybe<Scalars['String']['output']>;
};

/** A page of documents. */
export type DocumentConnection = {
  /** The documents of this page. */
  edges: Array<DocumentEdge>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
  /** How many there are in all. */
  totalCount: Scalars['Int']['output'];
};

/** One document of a page. */
export type DocumentEdge = {
  /** Its place in the list. */
  cursor: Scalars['String']['output'];
  /** The document; null where it was deleted meanwhile. */
  node: Maybe<Document>;
};

/** A picture of a document. */
export type DocumentImage = {
  /** Its size in bytes. */
  bytes: Scalars['Int']['output'];
  /** The file, in base64. */
  data: Scalars['String']['output'];
  /** SHA-256 of the file, in hexadecimal. */
  hash: Scalars['String']['output'];
  /** Its media type, such as image/png. */
  type: Scalars['String']['output'];
};

/** One document. */
export type DocumentInput = {
  /**
   * The text. At most 1,000,000 characters; long text is split into overlapping passages. May be left out where there are
   * `images`: the document is then found by these, and by its title.
   */
  content?: InputMaybe<Scalars['String']['input']>;
  /** Your own id of the document, unique in the collection; 1 to 255 bytes of UTF-8, no control characters. */
  documentId: Scalars['ID']['input'];
  /** From then on it is not found, and soon after deleted. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only if this is its revision now (0: only if there is none); otherwise the whole request is refused with REVISION_CONFLICT. */
  ifRevision?: InputMaybe<Scalars['Int']['input']>;
  /** Its pictures, where the collection takes images. At most 16. */
  images?: InputMaybe<Array<ImageInput>>;
  /** Values of the declared fields, and others where the collection is not strict. At most 64 kB, 16 levels deep. */
  metadata?: InputMaybe<Scalars['JSON']['input']>;
  /** Its partition, where the collection is divided by name. */
  partition?: InputMaybe<Scalars['String']['input']>;
  /** Its passages with their vectors, where you have them already: they cover the content without gaps. At most 10,000. */
  passages?: InputMaybe<Array<PassageInput>>;
  /** Whoever is limited to scopes must have one of these to see it, beside what the collection demands. At most 16. */
  readScopes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Title: searched with the content and shown with a hit. At most 1,000 characters. */
  title?: InputMaybe<Scalars['String']['input']>;
  /** Its vector, of the collection's model, where you have it already: nothing is embedded then. */
  vector?: InputMaybe<Scalars['Vector']['input']>;
};

/** A patch of one document: what is left out stays as it is. */
export type DocumentPatchInput = {
  /** The new text. A vector and passages that were given with the old one are dropped. */
  content?: InputMaybe<Scalars['String']['input']>;
  /** The document's own id. */
  documentId: Scalars['ID']['input'];
  /** When it expires; null: never. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only if this is its revision now; otherwise the whole request is refused with REVISION_CONFLICT. */
  ifRevision?: InputMaybe<Scalars['Int']['input']>;
  /** Its pictures, in place of those so far; null removes them. */
  images?: InputMaybe<Array<ImageInput>>;
  /** Metadata values to set; null removes one. */
  metadata?: InputMaybe<Scalars['JSON']['input']>;
  /** The partition to move it to, where the collection is divided by name. */
  partition?: InputMaybe<Scalars['String']['input']>;
  /** Scopes of which one is needed to see it; null: none. Searches go by it once it is indexed, all else at once. */
  readScopes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The new title; null removes it. */
  title?: InputMaybe<Scalars['String']['input']>;
};

/** Checked, and found wrong. */
export type DocumentProblem = {
  /** The place in the input, such as input.documents[3].metadata.year. */
  argument: Scalars['String']['output'];
  /** Kind of mistake, for programs. */
  code: Scalars['String']['output'];
  /** The document's own id, where it has one. */
  documentId: Maybe<Scalars['ID']['output']>;
  /** Index of the document; null where the mistake is not one document's. */
  index: Maybe<Scalars['Int']['output']>;
  /** What is wrong and what to do. */
  message: Scalars['String']['output'];
};

/** A document at a revision. */
export type DocumentRevisionInput = {
  /** The document's own id. */
  documentId: Scalars['ID']['input'];
  /** Its revision now: where it is another, the whole request is refused with REVISION_CONFLICT. */
  ifRevision: Scalars['Int']['input'];
};

/** A partition is being deleted. */
export type DropPartitionPayload = {
  /** The job that removes its documents from the index. */
  job: IndexJob;
  /** Its name, free to be used again. */
  name: Scalars['String']['output'];
};

/** An embedding to keep. */
export type EmbeddingInput = {
  /** Its key, as `IndexedPassage.embeddingKey` tells it. */
  key: Scalars['ID']['input'];
  /** The vector. */
  vector: Scalars['Vector']['input'];
};

/** A model that turns text into vectors. */
export type EmbeddingModel = {
  /** Names of the collections that use it. */
  collections: Maybe<Array<Scalars['ID']['output']>>;
  /** When it was first seen. */
  createdAt: Maybe<Scalars['DateTime']['output']>;
  /** Number of components of a vector. */
  dimensions: Scalars['Int']['output'];
  /** SHA-256 of its weights; null where they are on another server. */
  hash: Maybe<Scalars['String']['output']>;
  /** Whether new collections get it by default. */
  isDefault: Maybe<Scalars['Boolean']['output']>;
  /** Languages that it knows, such as en or zh-Hant. */
  languages: Maybe<Array<Scalars['String']['output']>>;
  /** Licence of the weights, where known. */
  license: Maybe<Scalars['String']['output']>;
  /** Tokens that it reads of a text. */
  maxTokens: Maybe<Scalars['Int']['output']>;
  /** Name, such as multilingual-e5-small. */
  name: Scalars['String']['output'];
  /** Put before each passage. */
  passagePrefix: Maybe<Scalars['String']['output']>;
  /** How the vectors of tokens become the vector of a text. */
  pooling: Maybe<Pooling>;
  /** Put before each query. */
  queryPrefix: Maybe<Scalars['String']['output']>;
  /** Where it runs. */
  source: Maybe<ModelSource>;
  /** Version of the weights: vectors of different versions are never compared. */
  version: Scalars['String']['output'];
};

/** A typed field of the documents' metadata. */
export type FieldInput = {
  /** The value that a document gets which has none; null: none. */
  default?: InputMaybe<Scalars['JSON']['input']>;
  /** Whether it is offered for counting values. */
  facet: Scalars['Boolean']['input'];
  /** Whether filters may use it. */
  filterable: Scalars['Boolean']['input'];
  /** Letters, digits and _, not starting with a digit; at most 64 characters. */
  name: Scalars['String']['input'];
  /** Whether each document must have it. */
  required: Scalars['Boolean']['input'];
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
 * everything inside it. Filters nest 8 levels deep and have 200 conditions at most.
 */
export type FilterInput = {
  /** All of these must hold. */
  and?: InputMaybe<Array<FilterInput>>;
  /** Contains every one of these; an empty list asks for nothing. For STRING_LIST. At most 100 values. */
  containsAll?: InputMaybe<Array<Scalars['FilterValue']['input']>>;
  /** Equal to. For STRING_LIST: contains. */
  eq?: InputMaybe<Scalars['FilterValue']['input']>;
  /** Whether the document has the field. An empty list is as none. */
  exists?: InputMaybe<Scalars['Boolean']['input']>;
  /** The declared, filterable field that the operators below look at. */
  field?: InputMaybe<Scalars['String']['input']>;
  /** Greater than. */
  gt?: InputMaybe<Scalars['FilterValue']['input']>;
  /** Greater than or equal to. */
  gte?: InputMaybe<Scalars['FilterValue']['input']>;
  /** One of. For STRING_LIST: contains one of. At most 1,000 values. */
  in?: InputMaybe<Array<Scalars['FilterValue']['input']>>;
  /** Less than. */
  lt?: InputMaybe<Scalars['FilterValue']['input']>;
  /** Less than or equal to. */
  lte?: InputMaybe<Scalars['FilterValue']['input']>;
  /** Not equal to; true for a document without the field. */
  ne?: InputMaybe<Scalars['FilterValue']['input']>;
  /** This must not hold. */
  not?: InputMaybe<FilterInput>;
  /** At least one of these must hold. */
  or?: InputMaybe<Array<FilterInput>>;
  /** Begins with these characters, upper and lower case told apart. For STRING. At most 1,024, as of any string. */
  startsWith?: InputMaybe<Scalars['FilterValue']['input']>;
};

/** A passage whose vector was given. */
export type GivenPassage = {
  /** Where it ends in the content (exclusive), in UTF-16 code units. */
  end: Scalars['Int']['output'];
  /** Where it starts in the content, in UTF-16 code units. */
  start: Scalars['Int']['output'];
  /** Its vector. */
  vector: Scalars['Vector']['output'];
};

/** A picture: the file itself, or where it is. */
export type ImageInput = {
  /**
   * The file, PNG, JPEG or WebP, in base64 (a data: URL too). At most 10 MB, as all that a request has is. Or null, where a form uploads it
   * here: multipart/form-data by the GraphQL multipart request specification.
   */
  data?: InputMaybe<Scalars['String']['input']>;
  /**
   * Its address (https or http), which is fetched once, now: at most 10 MB within 10 seconds, and 64 addresses in a request. Only from
   * hosts that the setting KITEGRAPH_IMAGE_HOSTS lets be fetched from: none where nothing is said there.
   */
  url?: InputMaybe<Scalars['String']['input']>;
};

/** A model that turns pictures, and what a text says of them, into vectors of one space. */
export type ImageModel = {
  /** Numbers of a vector. */
  dimensions: Scalars['Int']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
  /** Its version, which changes with whatever changes a vector. */
  version: Scalars['String']['output'];
};

/** A document that could not be indexed. */
export type IndexError = {
  /** Kind of mistake, for programs. */
  code: Scalars['String']['output'];
  /** The document's own id. */
  documentId: Scalars['ID']['output'];
  /** What was wrong and what to do. */
  message: Scalars['String']['output'];
};

/** A piece of indexing work: the documents of one request, or one run over a whole collection. */
export type IndexJob = {
  /** Its collection; null where that was deleted. */
  collection: Maybe<Collection>;
  /** When it was accepted. */
  createdAt: Scalars['DateTime']['output'];
  /** Documents a second since it started; 0 before. */
  documentsPerSecond: Scalars['Float']['output'];
  /** VERIFY: in how many documents the index differed from the log. */
  drifted: Maybe<Scalars['Int']['output']>;
  /** The documents that could not be indexed, the first 100. */
  errors: Array<IndexError>;
  /** At that rate; null before it can be told and 0 at the end. */
  estimatedSecondsLeft: Maybe<Scalars['Float']['output']>;
  /** How many could not be indexed: see `errors`. */
  failed: Scalars['Int']['output'];
  /** Why it FAILED as a whole; null otherwise. */
  failure: Maybe<Scalars['String']['output']>;
  /** When it ended. */
  finishedAt: Maybe<Scalars['DateTime']['output']>;
  /** The job's id. */
  id: Scalars['ID']['output'];
  /** What it does. */
  kind: IndexJobKind;
  /** processed of total, 0 to 100; 100 where total is 0. */
  percent: Scalars['Float']['output'];
  /** Higher runs first. */
  priority: Scalars['Int']['output'];
  /** How many are done: indexed, removed, superseded, failed or taken back. */
  processed: Scalars['Int']['output'];
  /** When its first document was taken up. */
  startedAt: Maybe<Scalars['DateTime']['output']>;
  /** How far it is. */
  status: IndexJobStatus;
  /** How many were replaced or deleted by a later request before they were indexed. */
  superseded: Scalars['Int']['output'];
  /** How many were taken back by `cancelIndexJob`. */
  takenBack: Scalars['Int']['output'];
  /** How many documents it has; of an OPTIMIZE, how many steps. */
  total: Scalars['Int']['output'];
  /** Why it waits (a part that is away); null otherwise. */
  waitingFor: Maybe<Scalars['String']['output']>;
};

/** A page of indexing jobs. */
export type IndexJobConnection = {
  /** The jobs of this page. */
  edges: Array<IndexJobEdge>;
  /** Where this page stands in the list. */
  pageInfo: PageInfo;
  /** How many there are in all. */
  totalCount: Scalars['Int']['output'];
};

/** One job of a page. */
export type IndexJobEdge = {
  /** Its place in the list. */
  cursor: Scalars['String']['output'];
  /** The job. */
  node: IndexJob;
};

/** A change of a job. */
export type IndexJobEvent = {
  /** The job after the change. */
  job: IndexJob;
  /** Grows by one with each event of this stream, without gaps. */
  sequence: Scalars['Int']['output'];
};

/** An indexing job. */
export type IndexJobInput = {
  /** Its id. */
  id: Scalars['ID']['input'];
};

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

/** What became of a job. */
export type IndexJobPayload = {
  /** The job. */
  job: IndexJob;
};

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

/** What indexing has done since the collection (or the deployment) was made. */
export type IndexStatistics = {
  /** Batches written. */
  batchesProcessed: Scalars['Int']['output'];
  /** Documents removed from the index. */
  totalDeleted: Scalars['Int']['output'];
  /** Documents indexed: each revision counts. */
  totalIndexed: Scalars['Int']['output'];
};

/** A passage of a document, as it is indexed. */
export type IndexedPassage = {
  /** The key under which its embedding is kept: see `keepEmbeddings`. Null where its vector was given. */
  embeddingKey: Maybe<Scalars['ID']['output']>;
  /** Where it ends in the content (exclusive), in UTF-16 code units. */
  end: Scalars['Int']['output'];
  /** The Markdown headings that it stands under, the outermost first. */
  headings: Array<Scalars['String']['output']>;
  /** Where it starts in the content, in UTF-16 code units. */
  start: Scalars['Int']['output'];
  /** Its vector. */
  vector: Scalars['Vector']['output'];
};

/** The indexing of the whole deployment. */
export type Indexing = {
  /** Whether it was stopped by `pauseIndexing`. */
  paused: Scalars['Boolean']['output'];
  /** When it was stopped. */
  pausedAt: Maybe<Scalars['DateTime']['output']>;
  /** Documents that wait to be indexed, in all collections. */
  pending: Scalars['Int']['output'];
  /** Documents that may wait; beyond it, changes are refused with BACKPRESSURE. */
  pendingLimit: Scalars['Int']['output'];
  /** What it has done. */
  statistics: IndexStatistics;
  /** Whether any batch is in hand. A paused indexing is quiet within 10 seconds. */
  working: Scalars['Boolean']['output'];
};

/** What became of the indexing. */
export type IndexingPayload = {
  /** Whether indexing runs, and what it has done. */
  indexing: Indexing;
};

/** Embeddings to keep. */
export type KeepEmbeddingsInput = {
  /** Name or id of a collection with their model. */
  collection: Scalars['ID']['input'];
  /** The embeddings, 1 to 10,000. */
  embeddings: Array<EmbeddingInput>;
  /** Name of the model that they come from. */
  model: Scalars['String']['input'];
  /** Version of that model. */
  version: Scalars['String']['input'];
};

/** Embeddings were kept. */
export type KeepEmbeddingsPayload = {
  /** How many of them are new. */
  added: Scalars['Int']['output'];
};

/** A metadata field that keyword searches look at. */
export type KeywordField = {
  /** Its name. */
  field: Scalars['String']['output'];
  /** Weight of a word in it. */
  weight: Scalars['Int']['output'];
};

/** A metadata field that keyword searches look at. */
export type KeywordFieldInput = {
  /** Its name. */
  field: Scalars['String']['input'];
  /** Weight of a word in it, 1 to 10. */
  weight: Scalars['Int']['input'];
};

/** What keyword searches look at. */
export type KeywordSettings = {
  /** How words are told apart. */
  analyzer: Analyzer;
  /** Weight of a word in the content. */
  contentWeight: Scalars['Int']['output'];
  /** Metadata fields that are searched too. */
  fields: Array<KeywordField>;
  /** Weight of a word in the title. */
  titleWeight: Scalars['Int']['output'];
};

/** What keyword searches look at, and how much each counts: 0 (not at all) to 10. */
export type KeywordSettingsInput = {
  /** How words are told apart. Default: STANDARD. */
  analyzer?: InputMaybe<Analyzer>;
  /** Weight of a word in the content. Default: 1. */
  contentWeight?: InputMaybe<Scalars['Int']['input']>;
  /** Metadata fields of the types STRING and STRING_LIST that are searched too. Default: none. */
  fields?: InputMaybe<Array<KeywordFieldInput>>;
  /** Weight of a word in the title. Default: 2. */
  titleWeight?: InputMaybe<Scalars['Int']['input']>;
};

/** Where a model runs. */
export type ModelSource = {
  /** OPENAI: the name of the environment variable that holds the key, where it needs one. */
  apiKeyVariable: Maybe<Scalars['String']['output']>;
  /** By what. */
  kind: ModelSourceKind;
  /** FOLDER: where it lies. OPENAI: the server. */
  location: Maybe<Scalars['String']['output']>;
  /** OPENAI: its name there. */
  remoteModel: Maybe<Scalars['String']['output']>;
};

/** By what a model runs. */
export type ModelSourceKind =
  /** The embedding service loads it from a folder. */
  | 'FOLDER'
  /** Another OpenAI-compatible server. */
  | 'OPENAI'
  /** The deployment's embedding server offers it by itself. */
  | 'SERVICE';

export type Mutation = {
  /**
   * Inserts documents, or replaces those whose id exists. All are accepted in one transaction, or the whole request is
   * refused with the place of the mistake and nothing changes. What was accepted is never lost; a job indexes it.
   * Scope: `index`.
   */
  addDocuments: AddDocumentsPayload;
  /**
   * Ends a job. What of its documents is not indexed yet is taken back: they stand again as searches find them, and those that
   * are new are gone. A rebuild that is cancelled leaves the old index serving.
   * Scope: `index` or `ops`.
   */
  cancelIndexJob: IndexJobPayload;
  /** Makes a collection. A wrong or taken name, or a wrong field, is refused and changes nothing. Scope: `admin`. */
  createCollection: CreateCollectionPayload;
  /** Makes a partition of a collection that is divided by name. Scope: `admin`. */
  createPartition: PartitionPayload;
  /** Deletes a collection with its documents, its vectors and its jobs. Scope: `admin`. */
  deleteCollection: DeleteCollectionPayload;
  /** Deletes documents by their ids or by a filter. Ids that do not exist are passed over. Scope: `index`. */
  deleteDocuments: DeleteDocumentsPayload;
  /** Deletes a partition with its documents. Scope: `admin`. */
  dropPartition: DropPartitionPayload;
  /**
   * Keeps embeddings that an export has brought: text that they are of is not embedded again when it is indexed. A collection
   * with another model than theirs, or another version of it, refuses them with MODEL_MISMATCH.
   * Scope: `index`.
   */
  keepEmbeddings: KeepEmbeddingsPayload;
  /** Lets a released partition be searched again. Scope: `ops`. */
  loadPartition: PartitionPayload;
  /** Compacts the index of a collection: deleted rows go, small segments become large ones. Searches go on. Scope: `ops`. */
  optimizeCollection: IndexJobPayload;
  /** Stops working on a job until it is resumed. Its documents that are not indexed yet wait; others pass them. Scope: `index` or `ops`. */
  pauseIndexJob: IndexJobPayload;
  /**
   * Stops all indexing until it is resumed: the batches in hand are finished (within 10 seconds) and flushed. Changes are still
   * accepted. Answers when all is quiet.
   * Scope: `ops`.
   */
  pauseIndexing: IndexingPayload;
  /**
   * Builds the index of a collection anew from its documents, beside the one that serves. Writes go on, into both; searches are
   * answered by the old one until the new one is complete.
   * Scope: `ops`.
   */
  rebuildCollection: IndexJobPayload;
  /** Adds an embedding model that collections can use: a folder with an ONNX model, or an OpenAI-compatible server. Scope: `admin`. */
  registerModel: RegisterModelPayload;
  /** Takes a partition out of searches; its documents stay and can be changed. Scope: `ops`. */
  releasePartition: PartitionPayload;
  /** Removes a registered model that no collection uses. Scope: `admin`. */
  removeModel: RemoveModelPayload;
  /** Goes on with a paused job. Scope: `index` or `ops`. */
  resumeIndexJob: IndexJobPayload;
  /** Goes on with all indexing. Scope: `ops`. */
  resumeIndexing: IndexingPayload;
  /** Tries again what failed in a job: its documents that could not be indexed, or a rebuild, an optimisation, a verification. Scope: `index` or `ops`. */
  retryIndexJob: IndexJobPayload;
  /**
   * Changes a collection. A change of what its index is built by (the model, the passages, the keywords, the vector index)
   * needs a rebuild: without `rebuild: true` it is refused with REBUILD_NEEDED and changes nothing; with it, a job builds the new
   * index beside the old one and switches over when it is complete.
   * Scope: `admin`.
   */
  updateCollection: UpdateCollectionPayload;
  /**
   * Patches existing documents: what is given replaces, what is left out stays, a metadata value of null removes the field.
   * A document that does not exist refuses the whole request with DOCUMENT_NOT_FOUND.
   * Scope: `index`.
   */
  updateDocuments: UpdateDocumentsPayload;
  /**
   * Compares the index of a collection with its documents, and mends what differs. It also happens by itself, at a slow pace and
   * after a crash.
   * Scope: `ops`.
   */
  verifyCollection: IndexJobPayload;
};


export type MutationAddDocumentsArgs = {
  input: AddDocumentsInput;
};


export type MutationCancelIndexJobArgs = {
  input: IndexJobInput;
};


export type MutationCreateCollectionArgs = {
  input: CreateCollectionInput;
};


export type MutationCreatePartitionArgs = {
  input: PartitionInput;
};


export type MutationDeleteCollectionArgs = {
  input: DeleteCollectionInput;
};


export type MutationDeleteDocumentsArgs = {
  input: DeleteDocumentsInput;
};


export type MutationDropPartitionArgs = {
  input: PartitionInput;
};


export type MutationKeepEmbeddingsArgs = {
  input: KeepEmbeddingsInput;
};


export type MutationLoadPartitionArgs = {
  input: PartitionInput;
};


export type MutationOptimizeCollectionArgs = {
  input: OptimizeCollectionInput;
};


export type MutationPauseIndexJobArgs = {
  input: IndexJobInput;
};


export type MutationRebuildCollectionArgs = {
  input: RebuildCollectionInput;
};


export type MutationRegisterModelArgs = {
  input: RegisterModelInput;
};


export type MutationReleasePartitionArgs = {
  input: PartitionInput;
};


export type MutationRemoveModelArgs = {
  input: RemoveModelInput;
};


export type MutationResumeIndexJobArgs = {
  input: IndexJobInput;
};


export type MutationRetryIndexJobArgs = {
  input: RetryIndexJobInput;
};


export type MutationUpdateCollectionArgs = {
  input: UpdateCollectionInput;
};


export type MutationUpdateDocumentsArgs = {
  input: UpdateDocumentsInput;
};


export type MutationVerifyCollectionArgs = {
  input: VerifyCollectionInput;
};

/** What to do with a document whose id exists. */
export type OnConflict =
  /** Refuse the whole request with DOCUMENT_EXISTS. */
  | 'ERROR'
  /** Replace it. */
  | 'REPLACE'
  /** Leave it as it is. */
  | 'SKIP';

/** A collection whose index to compact. */
export type OptimizeCollectionInput = {
  /** Name or id. */
  collection: Scalars['ID']['input'];
};

/** Where a page stands in its list. */
export type PageInfo = {
  /** The cursor of the last edge of this page: pass it as `after` for the next one. */
  endCursor: Maybe<Scalars['String']['output']>;
  /** Whether there is more after this page. */
  hasNextPage: Scalars['Boolean']['output'];
};

/** A part of a collection that is divided by name. */
export type Partition = {
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** How many documents it has, as accepted. */
  documentCount: Scalars['Int']['output'];
  /** Whether searches look into it. */
  loaded: Scalars['Boolean']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
};

/** A partition of a collection that is divided by name. */
export type PartitionInput = {
  /** Name or id of the collection. */
  collection: Scalars['ID']['input'];
  /** Letters, digits and _, starting with a letter or _; at most 64 characters. */
  name: Scalars['String']['input'];
};

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

/** A partition was made or changed. */
export type PartitionPayload = {
  /** The partition. */
  partition: Partition;
};

/** How the documents of a collection are divided. */
export type Partitioning = {
  /** By what. */
  by: PartitionKind;
  /** With FIELD: the field. */
  field: Maybe<Scalars['String']['output']>;
};

/** How the documents of a collection are divided. */
export type PartitioningInput = {
  /** By what. */
  by: PartitionKind;
  /** With FIELD: a required, filterable STRING field. */
  field?: InputMaybe<Scalars['String']['input']>;
};

/** A given passage of a content. */
export type PassageInput = {
  /** Where it ends in the content (exclusive), in UTF-16 code units. */
  end: Scalars['Int']['input'];
  /** Where it starts in the content, in UTF-16 code units. */
  start: Scalars['Int']['input'];
  /** Its vector, of the collection's model. */
  vector: Scalars['Vector']['input'];
};

/** How contents are split into passages. */
export type PassageSettings = {
  /** Whether each passage goes with the Markdown headings that it stands under. */
  headings: Scalars['Boolean']['output'];
  /** Tokens of a passage at most, with its title and heading. */
  maxTokens: Scalars['Int']['output'];
  /** Tokens at the end of a passage that the next one repeats. */
  overlapTokens: Scalars['Int']['output'];
};

/** How contents are split into passages: at ends of sentences, in tokens of the embedding model. */
export type PassageSettingsInput = {
  /** Whether each passage is embedded and searched together with the Markdown headings that it stands under. Default: true. */
  headings?: InputMaybe<Scalars['Boolean']['input']>;
  /** Tokens of a passage at most, with its title and heading, 32 to 8,192; never more than the model reads. Default: 448, or what the model reads less 64. */
  maxTokens?: InputMaybe<Scalars['Int']['input']>;
  /** Tokens at the end of a passage that the next one repeats, up to half of `maxTokens`. Default: a seventh of `maxTokens`. */
  overlapTokens?: InputMaybe<Scalars['Int']['input']>;
};

/** How the vectors of tokens become the vector of a text. */
export type Pooling =
  /** The vector of the first token. */
  | 'CLS'
  /** Their mean. */
  | 'MEAN'
  /** The model does it itself. */
  | 'NONE';

export type Query = {
  /**
   * Checks documents as `addDocuments` would, changes nothing, and tells the first mistake of each document with its place. An
   * empty list: all of them would be accepted.
   * Scope: `index`.
   */
  checkDocuments: Maybe<Array<DocumentProblem>>;
  /** The collection with this name or id; null where there is none. Scope: `search` or `index` or `ops`. */
  collection: Maybe<Collection>;
  /** All collections, by name. Scope: `search` or `index` or `ops`. */
  collections: Maybe<CollectionConnection>;
  /** The newest accepted revision of a document; null where there is none. Scope: `search` or `index`. */
  document: Maybe<Document>;
  /**
   * What has changed in a collection, in the order of acceptance: each document at its newest revision, deleted ones too.
   * Read to its end, with `after`, it is the collection as it is at that moment, whatever was written meanwhile; read on
   * from there, it is what has changed since. A deletion is told for at least a day. To who is limited to scopes, a document that was
   * taken from him is as one that was deleted.
   * Scope: `search` or `index`.
   */
  documentChanges: Maybe<DocumentChangeConnection>;
  /** The documents of a collection at their newest accepted revision, by id. Scope: `search` or `index`. */
  documents: Maybe<DocumentConnection>;
  /** The indexing job with this id; null where there is none. Jobs are kept for 30 days after they ended. Scope: `index` or `ops`. */
  indexJob: Maybe<IndexJob>;
  /** Indexing jobs, the newest first. Scope: `index` or `ops`. */
  indexJobs: Maybe<IndexJobConnection>;
  /** Whether indexing runs, and what it has done. Scope: `index` or `ops`. */
  indexing: Maybe<Indexing>;
  /** The embedding models that collections can use, by name; the default first. Scope: `search` or `index` or `ops`. */
  models: Maybe<Array<EmbeddingModel>>;
};


export type QueryCheckDocumentsArgs = {
  input: AddDocumentsInput;
};


export type QueryCollectionArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  name?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryCollectionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};


export type QueryDocumentArgs = {
  collection: Scalars['ID']['input'];
  documentId: Scalars['ID']['input'];
};


export type QueryDocumentChangesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  collection: Scalars['ID']['input'];
  deletionsAfter?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
};


export type QueryDocumentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  collection: Scalars['ID']['input'];
  filter?: InputMaybe<FilterInput>;
  first: Scalars['Int']['input'];
};


export type QueryIndexJobArgs = {
  id: Scalars['ID']['input'];
};


export type QueryIndexJobsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  collection?: InputMaybe<Scalars['ID']['input']>;
  first: Scalars['Int']['input'];
  status?: InputMaybe<Array<IndexJobStatus>>;
};

/** A collection whose index to build anew, by the settings that it has. */
export type RebuildCollectionInput = {
  /** Name or id. */
  collection: Scalars['ID']['input'];
  /** -100 to 100: the work that other requests bring runs first where its priority is higher. */
  priority: Scalars['Int']['input'];
};

/** A model to add: exactly one of `folder` and `url`. */
export type RegisterModelInput = {
  /** With `url`: name of the environment variable, of the index and the query service, that holds the key; it begins with KITEGRAPH_MODEL_KEY_. The key itself is never stored. */
  apiKeyVariable?: InputMaybe<Scalars['String']['input']>;
  /** With `url`: dimensions to ask for. */
  dimensions?: InputMaybe<Scalars['Int']['input']>;
  /** A folder on the machine of the embedding service, with model.onnx and tokenizer.json: under models/ in its data directory, or under one of KITEGRAPH_MODEL_FOLDERS. */
  folder?: InputMaybe<Scalars['String']['input']>;
  /** Languages that it knows, such as en or zh-Hant. */
  languages?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Tokens that the model reads. Default: what the folder or the server says, or else 512. */
  maxTokens?: InputMaybe<Scalars['Int']['input']>;
  /** Letters, digits, . - and _; at most 64 characters. A name that exists must be the same model. */
  name: Scalars['String']['input'];
  /** Put before each passage. */
  passagePrefix?: InputMaybe<Scalars['String']['input']>;
  /** How token vectors become one. Default: what the folder says, or else MEAN. */
  pooling?: InputMaybe<Pooling>;
  /** Put before each query. */
  queryPrefix?: InputMaybe<Scalars['String']['input']>;
  /** With `url`: the model's name there. Default: `name`. */
  remoteModel?: InputMaybe<Scalars['String']['input']>;
  /** An OpenAI-compatible server: the part before /v1/embeddings. */
  url?: InputMaybe<Scalars['String']['input']>;
};

/** A model was added. */
export type RegisterModelPayload = {
  /** The model. */
  model: EmbeddingModel;
};

/** A registered model to remove. */
export type RemoveModelInput = {
  /** Its name. */
  name: Scalars['String']['input'];
};

/** A model was removed. */
export type RemoveModelPayload = {
  /** Its name. */
  name: Scalars['String']['output'];
};

/** An indexing job to try again. */
export type RetryIndexJobInput = {
  /** Its id. */
  id: Scalars['ID']['input'];
  /** A rebuild that failed because of some documents: whether to switch over without them. */
  skipFailed: Scalars['Boolean']['input'];
};

/** What the searches of a collection go by where they say nothing else. */
export type SearchSettings = {
  /** Weight of the keyword branch in a HYBRID search, 0 to 1. */
  keywordWeight: Scalars['Float']['output'];
};

/** What the searches of a collection go by where they say nothing else. */
export type SearchSettingsInput = {
  /** Weight of the keyword branch in a HYBRID search, 0 to 1. Default: 0.5, which null brings back. */
  keywordWeight?: InputMaybe<Scalars['Float']['input']>;
};

export type Subscription = {
  /**
   * What the indexing does: first the jobs that are not finished, then every change of any job. With `after`, every event
   * after that sequence number instead.
   * Scope: `index` or `ops`.
   */
  indexActivity: IndexJobEvent;
  /**
   * The progress of a job: first its state, then every change, until the job ends. With `after`, every event after that
   * sequence number instead of the state.
   * Scope: `index` or `ops`.
   */
  indexJobProgress: IndexJobEvent;
};


export type SubscriptionIndexActivityArgs = {
  after?: InputMaybe<Scalars['Int']['input']>;
  collection?: InputMaybe<Scalars['ID']['input']>;
};


export type SubscriptionIndexJobProgressArgs = {
  after?: InputMaybe<Scalars['Int']['input']>;
  id: Scalars['ID']['input'];
};

/** Words and short phrases that mean the same. */
export type Synonyms = {
  /** One-way: what leads to `words`; null where each of `words` leads to the others. */
  from: Maybe<Array<Scalars['String']['output']>>;
  /** A search for one of these (or, in a one-way rule, of `from`) finds all of these. */
  words: Array<Scalars['String']['output']>;
};

/**
 * Words and short phrases that mean the same, in any script. They are compared as searches compare words: case, form and way of
 * writing do not matter. What stands in quotes in a search is not replaced.
 */
export type SynonymsInput = {
  /** With it the rule is one-way: a search for one of these finds `words` too, and one for `words` does not find these. 1 to 32. */
  from?: InputMaybe<Array<Scalars['String']['input']>>;
  /** 2 to 32 words or phrases (with `from`: 1 to 32) of at most 100 characters: a search for one of them finds the others too. */
  words: Array<Scalars['String']['input']>;
};

/** A change of a collection: what is left out stays as it is. */
export type UpdateCollectionInput = {
  /** Typed fields to add. None may be required without a default; no document is changed. */
  addFields?: InputMaybe<Array<FieldInput>>;
  /** How changes are gathered into batches. */
  batching?: InputMaybe<BatchingInput>;
  /** Name or id. */
  collection: Scalars['ID']['input'];
  /** What is in it, for people. */
  description?: InputMaybe<Scalars['String']['input']>;
  /**
   * The declared fields whose values can be counted, in place of those that are `facet: true` so far (added ones are to be named too);
   * empty: none. Searches go by it at once.
   */
  facets?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The index of the vectors. Another kind, `m` or `efConstruction` needs a rebuild; `ef` and `targetRecall` do not. */
  index?: InputMaybe<VectorIndexInput>;
  /** What keyword searches look at. Needs a rebuild. */
  keywords?: InputMaybe<KeywordSettingsInput>;
  /** Name of another embedding model, or name@version. Needs a rebuild. */
  model?: InputMaybe<Scalars['String']['input']>;
  /** How contents are split into passages. Needs a rebuild. */
  passages?: InputMaybe<PassageSettingsInput>;
  /** Priority of the rebuild, -100 to 100: the work that other requests bring runs first where its priority is higher. */
  priority: Scalars['Int']['input'];
  /** Scopes of which one is needed to see the collection, in place of those so far; empty: everybody sees it. It counts at once. */
  readScopes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Whether to rebuild the index where a change needs that. */
  rebuild: Scalars['Boolean']['input'];
  /** What its searches go by where they say nothing else, from now on. Needs no rebuild. */
  search?: InputMaybe<SearchSettingsInput>;
  /** Whether a document with an undeclared metadata field is refused from now on. */
  strict?: InputMaybe<Scalars['Boolean']['input']>;
  /** Words that mean the same, for KEYWORD and HYBRID searches, in place of those so far; searches go by them at once. */
  synonyms?: InputMaybe<Array<SynonymsInput>>;
};

/** A collection was changed. */
export type UpdateCollectionPayload = {
  /** The collection. */
  collection: Collection;
  /** The job that rebuilds its index; null where the change needs none. */
  job: Maybe<IndexJob>;
};

/** Patches of existing documents. */
export type UpdateDocumentsInput = {
  /** Name or id of the collection. */
  collection: Scalars['ID']['input'];
  /** The patches, 1 to 1,000. */
  documents: Array<DocumentPatchInput>;
  /** As in `addDocuments`. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Higher runs first, -100 to 100. */
  priority: Scalars['Int']['input'];
  /** When to answer. */
  waitFor: WaitFor;
};

/** Patches were accepted. */
export type UpdateDocumentsPayload = {
  /** The job that indexes them. */
  job: IndexJob;
  /** Position of the collection after this. */
  position: Scalars['String']['output'];
  /** Whether this answers a request that had been accepted before, by its `idempotencyKey`. */
  repeated: Scalars['Boolean']['output'];
};

/** The index of the vectors. */
export type VectorIndex = {
  /** As it is built: FLAT or HNSW. */
  builtAs: VectorIndexKind;
  /** HNSW: candidates of a search at least. */
  ef: Scalars['Int']['output'];
  /** HNSW: candidates when the graph is built. */
  efConstruction: Scalars['Int']['output'];
  /** As it was asked for. */
  kind: VectorIndexKind;
  /** HNSW: neighbours of each vector in the graph. */
  m: Scalars['Int']['output'];
  /** HNSW: the recall of the ten nearest documents that the candidates of a search are tuned to; null: they are `ef`. */
  targetRecall: Maybe<Scalars['Float']['output']>;
};

/** The index of the vectors. */
export type VectorIndexInput = {
  /** HNSW: candidates of a search at least, 16 to 32,768; more finds more and takes longer. Default: 128. */
  ef?: InputMaybe<Scalars['Int']['input']>;
  /** HNSW: candidates when the graph is built, 8 to 512. Default: 200. */
  efConstruction?: InputMaybe<Scalars['Int']['input']>;
  /** Default: AUTO. */
  kind?: InputMaybe<VectorIndexKind>;
  /** HNSW: neighbours of each vector in the graph, 4 to 64. Default: 16. */
  m?: InputMaybe<Scalars['Int']['input']>;
  /**
   * HNSW: the recall that searches should have on average, 0.5 to 0.999: of the ten documents whose vectors are nearest, the share that is
   * found. Searches are sampled, and the candidates that a search compares become as few as hold it, though never fewer than the `candidates`
   * that it asks for; until enough was sampled it is `ef`. null: `ef` holds as it is.
   */
  targetRecall?: InputMaybe<Scalars['Float']['input']>;
};

/** Kind of a vector index. */
export type VectorIndexKind =
  /** FLAT for few vectors and HNSW for many, chosen when the index is built. */
  | 'AUTO'
  /** Exact: every vector is compared. */
  | 'FLAT'
  /** A graph: approximate and fast. */
  | 'HNSW';

/** A collection whose index to compare with its documents. */
export type VerifyCollectionInput = {
  /** Name or id. */
  collection: Scalars['ID']['input'];
  /** Whether to mend what differs, or only to count it. */
  repair: Scalars['Boolean']['input'];
};

/** When a mutation answers. */
export type WaitFor =
  /** As soon as everything is safely accepted. */
  | 'ACCEPTED'
  /** When everything is searchable, or after 60 seconds with the job still running. */
  | 'INDEXED';



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Collection: Collection;
  Document: Document;
  EmbeddingModel: EmbeddingModel;
  IndexJob: IndexJob;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Collection:
    ( { __typename: 'Collection' }
    & ( GraphQLRecursivePick<FederationTypes['Collection'], {"id":true}>
        | GraphQLRecursivePick<FederationTypes['Collection'], {"name":true}> ) );
  Document:
    ( { __typename: 'Document' }
    & ( GraphQLRecursivePick<FederationTypes['Document'], {"id":true}>
        | GraphQLRecursivePick<FederationTypes['Document'], {"collectionName":true,"documentId":true}> ) );
  EmbeddingModel:
    ( { __typename: 'EmbeddingModel' }
    & GraphQLRecursivePick<FederationTypes['EmbeddingModel'], {"name":true,"version":true}> );
  IndexJob:
    ( { __typename: 'IndexJob' }
    & GraphQLRecursivePick<FederationTypes['IndexJob'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AddDocumentsInput: AddDocumentsInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AddDocumentsPayload: ResolverTypeWrapper<Omit<AddDocumentsPayload, 'job'> & { job: ResolversTypes['IndexJob'] }>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Analyzer: Analyzer;
  Batching: ResolverTypeWrapper<Batching>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  BatchingInput: BatchingInput;
  Collection: ResolverTypeWrapper<CollectionRowRow>;
  CollectionConnection: ResolverTypeWrapper<Omit<CollectionConnection, 'edges'> & { edges: Array<ResolversTypes['CollectionEdge']> }>;
  CollectionEdge: ResolverTypeWrapper<Omit<CollectionEdge, 'node'> & { node: ResolversTypes['Collection'] }>;
  CollectionField: ResolverTypeWrapper<CollectionField>;
  CreateCollectionInput: CreateCollectionInput;
  CreateCollectionPayload: ResolverTypeWrapper<Omit<CreateCollectionPayload, 'collection'> & { collection: ResolversTypes['Collection'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteCollectionInput: DeleteCollectionInput;
  DeleteCollectionPayload: ResolverTypeWrapper<DeleteCollectionPayload>;
  DeleteDocumentsInput: DeleteDocumentsInput;
  DeleteDocumentsPayload: ResolverTypeWrapper<Omit<DeleteDocumentsPayload, 'job'> & { job: ResolversTypes['IndexJob'] }>;
  Document: ResolverTypeWrapper<DocumentRowRow>;
  DocumentChangeConnection: ResolverTypeWrapper<Omit<DocumentChangeConnection, 'edges'> & { edges: Array<ResolversTypes['DocumentChangeEdge']> }>;
  DocumentChangeEdge: ResolverTypeWrapper<Omit<DocumentChangeEdge, 'node'> & { node?: Maybe<ResolversTypes['Document']> }>;
  DocumentConnection: ResolverTypeWrapper<Omit<DocumentConnection, 'edges'> & { edges: Array<ResolversTypes['DocumentEdge']> }>;
  DocumentEdge: ResolverTypeWrapper<Omit<DocumentEdge, 'node'> & { node?: Maybe<ResolversTypes['Document']> }>;
  DocumentImage: ResolverTypeWrapper<DocumentImage>;
  DocumentInput: DocumentInput;
  DocumentPatchInput: DocumentPatchInput;
  DocumentProblem: ResolverTypeWrapper<DocumentProblem>;
  DocumentRevisionInput: DocumentRevisionInput;
  DropPartitionPayload: ResolverTypeWrapper<Omit<DropPartitionPayload, 'job'> & { job: ResolversTypes['IndexJob'] }>;
  EmbeddingInput: EmbeddingInput;
  EmbeddingModel: ResolverTypeWrapper<ModelRowRow>;
  FieldInput: FieldInput;
  FieldType: FieldType;
  FilterInput: FilterInput;
  FilterValue: ResolverTypeWrapper<Scalars['FilterValue']['output']>;
  GivenPassage: ResolverTypeWrapper<GivenPassage>;
  ImageInput: ImageInput;
  ImageModel: ResolverTypeWrapper<ImageModel>;
  IndexError: ResolverTypeWrapper<IndexError>;
  IndexJob: ResolverTypeWrapper<JobRowRow>;
  IndexJobConnection: ResolverTypeWrapper<Omit<IndexJobConnection, 'edges'> & { edges: Array<ResolversTypes['IndexJobEdge']> }>;
  IndexJobEdge: ResolverTypeWrapper<Omit<IndexJobEdge, 'node'> & { node: ResolversTypes['IndexJob'] }>;
  IndexJobEvent: ResolverTypeWrapper<Omit<IndexJobEvent, 'job'> & { job: ResolversTypes['IndexJob'] }>;
  IndexJobInput: IndexJobInput;
  IndexJobKind: IndexJobKind;
  IndexJobPayload: ResolverTypeWrapper<Omit<IndexJobPayload, 'job'> & { job: ResolversTypes['IndexJob'] }>;
  IndexJobStatus: IndexJobStatus;
  IndexStatistics: ResolverTypeWrapper<IndexStatistics>;
  IndexedPassage: ResolverTypeWrapper<IndexedPassage>;
  Indexing: ResolverTypeWrapper<Indexing>;
  IndexingPayload: ResolverTypeWrapper<IndexingPayload>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  KeepEmbeddingsInput: KeepEmbeddingsInput;
  KeepEmbeddingsPayload: ResolverTypeWrapper<KeepEmbeddingsPayload>;
  KeywordField: ResolverTypeWrapper<KeywordField>;
  KeywordFieldInput: KeywordFieldInput;
  KeywordSettings: ResolverTypeWrapper<KeywordSettings>;
  KeywordSettingsInput: KeywordSettingsInput;
  ModelSource: ResolverTypeWrapper<ModelSource>;
  ModelSourceKind: ModelSourceKind;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OnConflict: OnConflict;
  OptimizeCollectionInput: OptimizeCollectionInput;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Partition: ResolverTypeWrapper<Partition>;
  PartitionInput: PartitionInput;
  PartitionKind: PartitionKind;
  PartitionPayload: ResolverTypeWrapper<PartitionPayload>;
  Partitioning: ResolverTypeWrapper<Partitioning>;
  PartitioningInput: PartitioningInput;
  PassageInput: PassageInput;
  PassageSettings: ResolverTypeWrapper<PassageSettings>;
  PassageSettingsInput: PassageSettingsInput;
  Pooling: Pooling;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RebuildCollectionInput: RebuildCollectionInput;
  RegisterModelInput: RegisterModelInput;
  RegisterModelPayload: ResolverTypeWrapper<Omit<RegisterModelPayload, 'model'> & { model: ResolversTypes['EmbeddingModel'] }>;
  RemoveModelInput: RemoveModelInput;
  RemoveModelPayload: ResolverTypeWrapper<RemoveModelPayload>;
  RetryIndexJobInput: RetryIndexJobInput;
  SearchSettings: ResolverTypeWrapper<SearchSettings>;
  SearchSettingsInput: SearchSettingsInput;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Synonyms: ResolverTypeWrapper<Synonyms>;
  SynonymsInput: SynonymsInput;
  UpdateCollectionInput: UpdateCollectionInput;
  UpdateCollectionPayload: ResolverTypeWrapper<Omit<UpdateCollectionPayload, 'collection' | 'job'> & { collection: ResolversTypes['Collection'], job?: Maybe<ResolversTypes['IndexJob']> }>;
  UpdateDocumentsInput: UpdateDocumentsInput;
  UpdateDocumentsPayload: ResolverTypeWrapper<Omit<UpdateDocumentsPayload, 'job'> & { job: ResolversTypes['IndexJob'] }>;
  Vector: ResolverTypeWrapper<Scalars['Vector']['output']>;
  VectorIndex: ResolverTypeWrapper<VectorIndex>;
  VectorIndexInput: VectorIndexInput;
  VectorIndexKind: VectorIndexKind;
  VerifyCollectionInput: VerifyCollectionInput;
  WaitFor: WaitFor;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AddDocumentsInput: AddDocumentsInput;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  AddDocumentsPayload: Omit<AddDocumentsPayload, 'job'> & { job: ResolversParentTypes['IndexJob'] };
  Boolean: Scalars['Boolean']['output'];
  Batching: Batching;
  Float: Scalars['Float']['output'];
  BatchingInput: BatchingInput;
  Collection: CollectionRowRow;
  CollectionConnection: Omit<CollectionConnection, 'edges'> & { edges: Array<ResolversParentTypes['CollectionEdge']> };
  CollectionEdge: Omit<CollectionEdge, 'node'> & { node: ResolversParentTypes['Collection'] };
  CollectionField: CollectionField;
  CreateCollectionInput: CreateCollectionInput;
  CreateCollectionPayload: Omit<CreateCollectionPayload, 'collection'> & { collection: ResolversParentTypes['Collection'] };
  DateTime: Scalars['DateTime']['output'];
  DeleteCollectionInput: DeleteCollectionInput;
  DeleteCollectionPayload: DeleteCollectionPayload;
  DeleteDocumentsInput: DeleteDocumentsInput;
  DeleteDocumentsPayload: Omit<DeleteDocumentsPayload, 'job'> & { job: ResolversParentTypes['IndexJob'] };
  Document: DocumentRowRow;
  DocumentChangeConnection: Omit<DocumentChangeConnection, 'edges'> & { edges: Array<ResolversParentTypes['DocumentChangeEdge']> };
  DocumentChangeEdge: Omit<DocumentChangeEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Document']> };
  DocumentConnection: Omit<DocumentConnection, 'edges'> & { edges: Array<ResolversParentTypes['DocumentEdge']> };
  DocumentEdge: Omit<DocumentEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Document']> };
  DocumentImage: DocumentImage;
  DocumentInput: DocumentInput;
  DocumentPatchInput: DocumentPatchInput;
  DocumentProblem: DocumentProblem;
  DocumentRevisionInput: DocumentRevisionInput;
  DropPartitionPayload: Omit<DropPartitionPayload, 'job'> & { job: ResolversParentTypes['IndexJob'] };
  EmbeddingInput: EmbeddingInput;
  EmbeddingModel: ModelRowRow;
  FieldInput: FieldInput;
  FilterInput: FilterInput;
  FilterValue: Scalars['FilterValue']['output'];
  GivenPassage: GivenPassage;
  ImageInput: ImageInput;
  ImageModel: ImageModel;
  IndexError: IndexError;
  IndexJob: JobRowRow;
  IndexJobConnection: Omit<IndexJobConnection, 'edges'> & { edges: Array<ResolversParentTypes['IndexJobEdge']> };
  IndexJobEdge: Omit<IndexJobEdge, 'node'> & { node: ResolversParentTypes['IndexJob'] };
  IndexJobEvent: Omit<IndexJobEvent, 'job'> & { job: ResolversParentTypes['IndexJob'] };
  IndexJobInput: IndexJobInput;
  IndexJobPayload: Omit<IndexJobPayload, 'job'> & { job: ResolversParentTypes['IndexJob'] };
  IndexStatistics: IndexStatistics;
  IndexedPassage: IndexedPassage;
  Indexing: Indexing;
  IndexingPayload: IndexingPayload;
  JSON: Scalars['JSON']['output'];
  KeepEmbeddingsInput: KeepEmbeddingsInput;
  KeepEmbeddingsPayload: KeepEmbeddingsPayload;
  KeywordField: KeywordField;
  KeywordFieldInput: KeywordFieldInput;
  KeywordSettings: KeywordSettings;
  KeywordSettingsInput: KeywordSettingsInput;
  ModelSource: ModelSource;
  Mutation: Record<PropertyKey, never>;
  OptimizeCollectionInput: OptimizeCollectionInput;
  PageInfo: PageInfo;
  Partition: Partition;
  PartitionInput: PartitionInput;
  PartitionPayload: PartitionPayload;
  Partitioning: Partitioning;
  PartitioningInput: PartitioningInput;
  PassageInput: PassageInput;
  PassageSettings: PassageSettings;
  PassageSettingsInput: PassageSettingsInput;
  Query: Record<PropertyKey, never>;
  RebuildCollectionInput: RebuildCollectionInput;
  RegisterModelInput: RegisterModelInput;
  RegisterModelPayload: Omit<RegisterModelPayload, 'model'> & { model: ResolversParentTypes['EmbeddingModel'] };
  RemoveModelInput: RemoveModelInput;
  RemoveModelPayload: RemoveModelPayload;
  RetryIndexJobInput: RetryIndexJobInput;
  SearchSettings: SearchSettings;
  SearchSettingsInput: SearchSettingsInput;
  Subscription: Record<PropertyKey, never>;
  Synonyms: Synonyms;
  SynonymsInput: SynonymsInput;
  UpdateCollectionInput: UpdateCollectionInput;
  UpdateCollectionPayload: Omit<UpdateCollectionPayload, 'collection' | 'job'> & { collection: ResolversParentTypes['Collection'], job?: Maybe<ResolversParentTypes['IndexJob']> };
  UpdateDocumentsInput: UpdateDocumentsInput;
  UpdateDocumentsPayload: Omit<UpdateDocumentsPayload, 'job'> & { job: ResolversParentTypes['IndexJob'] };
  Vector: Scalars['Vector']['output'];
  VectorIndex: VectorIndex;
  VectorIndexInput: VectorIndexInput;
  VerifyCollectionInput: VerifyCollectionInput;
  String: Scalars['String']['output'];
};

export type EventsDirectiveArgs = {
  kind: Scalars['String']['input'];
};

export type EventsDirectiveResolver<Result, Parent, ContextType = Context, Args = EventsDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AddDocumentsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddDocumentsPayload'] = ResolversParentTypes['AddDocumentsPayload']> = {
  job?: Resolver<ResolversTypes['IndexJob'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  repeated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  skipped?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type BatchingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Batching'] = ResolversParentTypes['Batching']> = {
  lingerSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  maxDocuments?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maxSeconds?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type CollectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Collection'] = ResolversParentTypes['Collection'], FederationReferenceType extends FederationReferenceTypes['Collection'] = FederationReferenceTypes['Collection']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Collection']> | FederationReferenceType, FederationReferenceType, ContextType>;
  batching?: Resolver<ResolversTypes['Batching'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  documentCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  drift?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  embeddingModel?: Resolver<ResolversTypes['EmbeddingModel'], ParentType, ContextType>;
  fields?: Resolver<Array<ResolversTypes['CollectionField']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  imageModel?: Resolver<Maybe<ResolversTypes['ImageModel']>, ParentType, ContextType>;
  index?: Resolver<ResolversTypes['VectorIndex'], ParentType, ContextType>;
  indexStatistics?: Resolver<Maybe<ResolversTypes['IndexStatistics']>, ParentType, ContextType>;
  keywords?: Resolver<ResolversTypes['KeywordSettings'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  needsRebuild?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  partitionBy?: Resolver<ResolversTypes['Partitioning'], ParentType, ContextType>;
  partitions?: Resolver<Array<ResolversTypes['Partition']>, ParentType, ContextType>;
  passages?: Resolver<ResolversTypes['PassageSettings'], ParentType, ContextType>;
  pendingCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  readScopes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  rebuild?: Resolver<Maybe<ResolversTypes['IndexJob']>, ParentType, ContextType>;
  search?: Resolver<ResolversTypes['SearchSettings'], ParentType, ContextType>;
  strict?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  synonyms?: Resolver<Array<ResolversTypes['Synonyms']>, ParentType, ContextType>;
  vectorCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type CollectionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CollectionConnection'] = ResolversParentTypes['CollectionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['CollectionEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CollectionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CollectionEdge'] = ResolversParentTypes['CollectionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Collection'], ParentType, ContextType>;
};

export type CollectionFieldResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CollectionField'] = ResolversParentTypes['CollectionField']> = {
  default?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  facet?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  filterable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  required?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['FieldType'], ParentType, ContextType>;
};

export type CreateCollectionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateCollectionPayload'] = ResolversParentTypes['CreateCollectionPayload']> = {
  collection?: Resolver<ResolversTypes['Collection'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteCollectionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteCollectionPayload'] = ResolversParentTypes['DeleteCollectionPayload']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type DeleteDocumentsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteDocumentsPayload'] = ResolversParentTypes['DeleteDocumentsPayload']> = {
  job?: Resolver<ResolversTypes['IndexJob'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  repeated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DocumentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Document'] = ResolversParentTypes['Document'], FederationReferenceType extends FederationReferenceTypes['Document'] = FederationReferenceTypes['Document']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Document']> | FederationReferenceType, FederationReferenceType, ContextType>;
  collection?: Resolver<Maybe<ResolversTypes['Collection']>, ParentType, ContextType>;
  collectionName?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  content?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  documentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  embeddingModel?: Resolver<Maybe<ResolversTypes['EmbeddingModel']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  givenPassages?: Resolver<Maybe<Array<ResolversTypes['GivenPassage']>>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  images?: Resolver<Maybe<Array<ResolversTypes['DocumentImage']>>, ParentType, ContextType>;
  indexedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  metadata?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  partition?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  passages?: Resolver<Maybe<Array<ResolversTypes['IndexedPassage']>>, ParentType, ContextType>;
  readScopes?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  tenant?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type DocumentChangeConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentChangeConnection'] = ResolversParentTypes['DocumentChangeConnection']> = {
  documentCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  edges?: Resolver<Array<ResolversTypes['DocumentChangeEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DocumentChangeEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentChangeEdge'] = ResolversParentTypes['DocumentChangeEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  deleted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  documentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType>;
  tenant?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type DocumentConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentConnection'] = ResolversParentTypes['DocumentConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DocumentEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DocumentEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentEdge'] = ResolversParentTypes['DocumentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType>;
};

export type DocumentImageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentImage'] = ResolversParentTypes['DocumentImage']> = {
  bytes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  data?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DocumentProblemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DocumentProblem'] = ResolversParentTypes['DocumentProblem']> = {
  argument?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  documentId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  index?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DropPartitionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DropPartitionPayload'] = ResolversParentTypes['DropPartitionPayload']> = {
  job?: Resolver<ResolversTypes['IndexJob'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type EmbeddingModelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmbeddingModel'] = ResolversParentTypes['EmbeddingModel'], FederationReferenceType extends FederationReferenceTypes['EmbeddingModel'] = FederationReferenceTypes['EmbeddingModel']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['EmbeddingModel']> | FederationReferenceType, FederationReferenceType, ContextType>;
  collections?: Resolver<Maybe<Array<ResolversTypes['ID']>>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  dimensions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  isDefault?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  languages?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  license?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  maxTokens?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  passagePrefix?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  pooling?: Resolver<Maybe<ResolversTypes['Pooling']>, ParentType, ContextType>;
  queryPrefix?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  source?: Resolver<Maybe<ResolversTypes['ModelSource']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface FilterValueScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['FilterValue'], any> {
  name: 'FilterValue';
}

export type GivenPassageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['GivenPassage'] = ResolversParentTypes['GivenPassage']> = {
  end?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  vector?: Resolver<ResolversTypes['Vector'], ParentType, ContextType>;
};

export type ImageModelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ImageModel'] = ResolversParentTypes['ImageModel']> = {
  dimensions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type IndexErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IndexError'] = ResolversParentTypes['IndexError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  documentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type IndexJobResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IndexJob'] = ResolversParentTypes['IndexJob'], FederationReferenceType extends FederationReferenceTypes['IndexJob'] = FederationReferenceTypes['IndexJob']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['IndexJob']> | FederationReferenceType, FederationReferenceType, ContextType>;
  collection?: Resolver<Maybe<ResolversTypes['Collection']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  documentsPerSecond?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  drifted?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  errors?: Resolver<Array<ResolversTypes['IndexError']>, ParentType, ContextType>;
  estimatedSecondsLeft?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['IndexJobKind'], ParentType, ContextType>;
  percent?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  priority?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  processed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['IndexJobStatus'], ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  takenBack?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  waitingFor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type IndexJobConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IndexJobConnection'] = ResolversParentTypes['IndexJobConnection']> = {
  edges?: Resolver<Array<ResolversTypes['IndexJobEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type IndexJobEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IndexJobEdge'] = ResolversParentTypes['IndexJobEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['IndexJob'], ParentType, ContextType>;
};

export type IndexJobEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IndexJobEvent'] = ResolversParentTypes['IndexJobEvent']> = {
  job?: Resolver<ResolversTypes['IndexJob'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type IndexJobPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IndexJobPayload'] = ResolversParentTypes['IndexJobPayload']> = {
  job?: Resolver<ResolversTypes['IndexJob'], ParentType, ContextType>;
};

export type IndexStatisticsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IndexStatistics'] = ResolversParentTypes['IndexStatistics']> = {
  batchesProcessed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalDeleted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalIndexed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type IndexedPassageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IndexedPassage'] = ResolversParentTypes['IndexedPassage']> = {
  embeddingKey?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  end?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  headings?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  start?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  vector?: Resolver<ResolversTypes['Vector'], ParentType, ContextType>;
};

export type IndexingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Indexing'] = ResolversParentTypes['Indexing']> = {
  paused?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  pausedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  pending?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  pendingLimit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  statistics?: Resolver<ResolversTypes['IndexStatistics'], ParentType, ContextType>;
  working?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type IndexingPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IndexingPayload'] = ResolversParentTypes['IndexingPayload']> = {
  indexing?: Resolver<ResolversTypes['Indexing'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type KeepEmbeddingsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeepEmbeddingsPayload'] = ResolversParentTypes['KeepEmbeddingsPayload']> = {
  added?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type KeywordFieldResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeywordField'] = ResolversParentTypes['KeywordField']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type KeywordSettingsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['KeywordSettings'] = ResolversParentTypes['KeywordSettings']> = {
  analyzer?: Resolver<ResolversTypes['Analyzer'], ParentType, ContextType>;
  contentWeight?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  fields?: Resolver<Array<ResolversTypes['KeywordField']>, ParentType, ContextType>;
  titleWeight?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ModelSourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ModelSource'] = ResolversParentTypes['ModelSource']> = {
  apiKeyVariable?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ModelSourceKind'], ParentType, ContextType>;
  location?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  remoteModel?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addDocuments?: Resolver<ResolversTypes['AddDocumentsPayload'], ParentType, ContextType, RequireFields<MutationAddDocumentsArgs, 'input'>>;
  cancelIndexJob?: Resolver<ResolversTypes['IndexJobPayload'], ParentType, ContextType, RequireFields<MutationCancelIndexJobArgs, 'input'>>;
  createCollection?: Resolver<ResolversTypes['CreateCollectionPayload'], ParentType, ContextType, RequireFields<MutationCreateCollectionArgs, 'input'>>;
  createPartition?: Resolver<ResolversTypes['PartitionPayload'], ParentType, ContextType, RequireFields<MutationCreatePartitionArgs, 'input'>>;
  deleteCollection?: Resolver<ResolversTypes['DeleteCollectionPayload'], ParentType, ContextType, RequireFields<MutationDeleteCollectionArgs, 'input'>>;
  deleteDocuments?: Resolver<ResolversTypes['DeleteDocumentsPayload'], ParentType, ContextType, RequireFields<MutationDeleteDocumentsArgs, 'input'>>;
  dropPartition?: Resolver<ResolversTypes['DropPartitionPayload'], ParentType, ContextType, RequireFields<MutationDropPartitionArgs, 'input'>>;
  keepEmbeddings?: Resolver<ResolversTypes['KeepEmbeddingsPayload'], ParentType, ContextType, RequireFields<MutationKeepEmbeddingsArgs, 'input'>>;
  loadPartition?: Resolver<ResolversTypes['PartitionPayload'], ParentType, ContextType, RequireFields<MutationLoadPartitionArgs, 'input'>>;
  optimizeCollection?: Resolver<ResolversTypes['IndexJobPayload'], ParentType, ContextType, RequireFields<MutationOptimizeCollectionArgs, 'input'>>;
  pauseIndexJob?: Resolver<ResolversTypes['IndexJobPayload'], ParentType, ContextType, RequireFields<MutationPauseIndexJobArgs, 'input'>>;
  pauseIndexing?: Resolver<ResolversTypes['IndexingPayload'], ParentType, ContextType>;
  rebuildCollection?: Resolver<ResolversTypes['IndexJobPayload'], ParentType, ContextType, RequireFields<MutationRebuildCollectionArgs, 'input'>>;
  registerModel?: Resolver<ResolversTypes['RegisterModelPayload'], ParentType, ContextType, RequireFields<MutationRegisterModelArgs, 'input'>>;
  releasePartition?: Resolver<ResolversTypes['PartitionPayload'], ParentType, ContextType, RequireFields<MutationReleasePartitionArgs, 'input'>>;
  removeModel?: Resolver<ResolversTypes['RemoveModelPayload'], ParentType, ContextType, RequireFields<MutationRemoveModelArgs, 'input'>>;
  resumeIndexJob?: Resolver<ResolversTypes['IndexJobPayload'], ParentType, ContextType, RequireFields<MutationResumeIndexJobArgs, 'input'>>;
  resumeIndexing?: Resolver<ResolversTypes['IndexingPayload'], ParentType, ContextType>;
  retryIndexJob?: Resolver<ResolversTypes['IndexJobPayload'], ParentType, ContextType, RequireFields<MutationRetryIndexJobArgs, 'input'>>;
  updateCollection?: Resolver<ResolversTypes['UpdateCollectionPayload'], ParentType, ContextType, RequireFields<MutationUpdateCollectionArgs, 'input'>>;
  updateDocuments?: Resolver<ResolversTypes['UpdateDocumentsPayload'], ParentType, ContextType, RequireFields<MutationUpdateDocumentsArgs, 'input'>>;
  verifyCollection?: Resolver<ResolversTypes['IndexJobPayload'], ParentType, ContextType, RequireFields<MutationVerifyCollectionArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PartitionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Partition'] = ResolversParentTypes['Partition']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  documentCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  loaded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PartitionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PartitionPayload'] = ResolversParentTypes['PartitionPayload']> = {
  partition?: Resolver<ResolversTypes['Partition'], ParentType, ContextType>;
};

export type PartitioningResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Partitioning'] = ResolversParentTypes['Partitioning']> = {
  by?: Resolver<ResolversTypes['PartitionKind'], ParentType, ContextType>;
  field?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PassageSettingsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PassageSettings'] = ResolversParentTypes['PassageSettings']> = {
  headings?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  maxTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  overlapTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  checkDocuments?: Resolver<Maybe<Array<ResolversTypes['DocumentProblem']>>, ParentType, ContextType, RequireFields<QueryCheckDocumentsArgs, 'input'>>;
  collection?: Resolver<Maybe<ResolversTypes['Collection']>, ParentType, ContextType, Partial<QueryCollectionArgs>>;
  collections?: Resolver<Maybe<ResolversTypes['CollectionConnection']>, ParentType, ContextType, RequireFields<QueryCollectionsArgs, 'first'>>;
  document?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType, RequireFields<QueryDocumentArgs, 'collection' | 'documentId'>>;
  documentChanges?: Resolver<Maybe<ResolversTypes['DocumentChangeConnection']>, ParentType, ContextType, RequireFields<QueryDocumentChangesArgs, 'collection' | 'first'>>;
  documents?: Resolver<Maybe<ResolversTypes['DocumentConnection']>, ParentType, ContextType, RequireFields<QueryDocumentsArgs, 'collection' | 'first'>>;
  indexJob?: Resolver<Maybe<ResolversTypes['IndexJob']>, ParentType, ContextType, RequireFields<QueryIndexJobArgs, 'id'>>;
  indexJobs?: Resolver<Maybe<ResolversTypes['IndexJobConnection']>, ParentType, ContextType, RequireFields<QueryIndexJobsArgs, 'first'>>;
  indexing?: Resolver<Maybe<ResolversTypes['Indexing']>, ParentType, ContextType>;
  models?: Resolver<Maybe<Array<ResolversTypes['EmbeddingModel']>>, ParentType, ContextType>;
};

export type RegisterModelPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RegisterModelPayload'] = ResolversParentTypes['RegisterModelPayload']> = {
  model?: Resolver<ResolversTypes['EmbeddingModel'], ParentType, ContextType>;
};

export type RemoveModelPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RemoveModelPayload'] = ResolversParentTypes['RemoveModelPayload']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SearchSettingsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SearchSettings'] = ResolversParentTypes['SearchSettings']> = {
  keywordWeight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  indexActivity?: SubscriptionResolver<ResolversTypes['IndexJobEvent'], "indexActivity", ParentType, ContextType, Partial<SubscriptionIndexActivityArgs>>;
  indexJobProgress?: SubscriptionResolver<ResolversTypes['IndexJobEvent'], "indexJobProgress", ParentType, ContextType, RequireFields<SubscriptionIndexJobProgressArgs, 'id'>>;
};

export type SynonymsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Synonyms'] = ResolversParentTypes['Synonyms']> = {
  from?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  words?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type UpdateCollectionPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateCollectionPayload'] = ResolversParentTypes['UpdateCollectionPayload']> = {
  collection?: Resolver<ResolversTypes['Collection'], ParentType, ContextType>;
  job?: Resolver<Maybe<ResolversTypes['IndexJob']>, ParentType, ContextType>;
};

export type UpdateDocumentsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateDocumentsPayload'] = ResolversParentTypes['UpdateDocumentsPayload']> = {
  job?: Resolver<ResolversTypes['IndexJob'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  repeated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export interface VectorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Vector'], any> {
  name: 'Vector';
}

export type VectorIndexResolvers<ContextType = Context, ParentType extends ResolversParentTypes['VectorIndex'] = ResolversParentTypes['VectorIndex']> = {
  builtAs?: Resolver<ResolversTypes['VectorIndexKind'], ParentType, ContextType>;
  ef?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  efConstruction?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['VectorIndexKind'], ParentType, ContextType>;
  m?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  targetRecall?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AddDocumentsPayload?: AddDocumentsPayloadResolvers<ContextType>;
  Batching?: BatchingResolvers<ContextType>;
  Collection?: CollectionResolvers<ContextType>;
  CollectionConnection?: CollectionConnectionResolvers<ContextType>;
  CollectionEdge?: CollectionEdgeResolvers<ContextType>;
  CollectionField?: CollectionFieldResolvers<ContextType>;
  CreateCollectionPayload?: CreateCollectionPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteCollectionPayload?: DeleteCollectionPayloadResolvers<ContextType>;
  DeleteDocumentsPayload?: DeleteDocumentsPayloadResolvers<ContextType>;
  Document?: DocumentResolvers<ContextType>;
  DocumentChangeConnection?: DocumentChangeConnectionResolvers<ContextType>;
  DocumentChangeEdge?: DocumentChangeEdgeResolvers<ContextType>;
  DocumentConnection?: DocumentConnectionResolvers<ContextType>;
  DocumentEdge?: DocumentEdgeResolvers<ContextType>;
  DocumentImage?: DocumentImageResolvers<ContextType>;
  DocumentProblem?: DocumentProblemResolvers<ContextType>;
  DropPartitionPayload?: DropPartitionPayloadResolvers<ContextType>;
  EmbeddingModel?: EmbeddingModelResolvers<ContextType>;
  FilterValue?: GraphQLScalarType;
  GivenPassage?: GivenPassageResolvers<ContextType>;
  ImageModel?: ImageModelResolvers<ContextType>;
  IndexError?: IndexErrorResolvers<ContextType>;
  IndexJob?: IndexJobResolvers<ContextType>;
  IndexJobConnection?: IndexJobConnectionResolvers<ContextType>;
  IndexJobEdge?: IndexJobEdgeResolvers<ContextType>;
  IndexJobEvent?: IndexJobEventResolvers<ContextType>;
  IndexJobPayload?: IndexJobPayloadResolvers<ContextType>;
  IndexStatistics?: IndexStatisticsResolvers<ContextType>;
  IndexedPassage?: IndexedPassageResolvers<ContextType>;
  Indexing?: IndexingResolvers<ContextType>;
  IndexingPayload?: IndexingPayloadResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  KeepEmbeddingsPayload?: KeepEmbeddingsPayloadResolvers<ContextType>;
  KeywordField?: KeywordFieldResolvers<ContextType>;
  KeywordSettings?: KeywordSettingsResolvers<ContextType>;
  ModelSource?: ModelSourceResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Partition?: PartitionResolvers<ContextType>;
  PartitionPayload?: PartitionPayloadResolvers<ContextType>;
  Partitioning?: PartitioningResolvers<ContextType>;
  PassageSettings?: PassageSettingsResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RegisterModelPayload?: RegisterModelPayloadResolvers<ContextType>;
  RemoveModelPayload?: RemoveModelPayloadResolvers<ContextType>;
  SearchSettings?: SearchSettingsResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Synonyms?: SynonymsResolvers<ContextType>;
  UpdateCollectionPayload?: UpdateCollectionPayloadResolvers<ContextType>;
  UpdateDocumentsPayload?: UpdateDocumentsPayloadResolvers<ContextType>;
  Vector?: GraphQLScalarType;
  VectorIndex?: VectorIndexResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  events?: EventsDirectiveResolver<any, any, ContextType>;
};
