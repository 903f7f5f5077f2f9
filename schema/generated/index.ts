import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CollectionRow as CollectionRowRow } from '../../subgraphs/index/collections/collection.ts';
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
  _FieldSet: { input: unknown; output: unknown; }
};

/** Documents to insert or replace. */
export type AddDocumentsInput = {
  /** Name or id of the collection. */
  collection: Scalars['ID']['input'];
  /** The documents, 1 to 1,000; a request is at most 16 MB. */
  documents: Array<DocumentInput>;
  /** Higher runs first, -100 to 100. */
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
};

/** A named set of documents that are searched together. */
export type Collection = {
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** What is in it, for people. */
  description: Scalars['String']['output'];
  /** How many documents it has, as accepted. */
  documentCount: Scalars['Int']['output'];
  /** The model that its vectors come from. */
  embeddingModel: EmbeddingModel;
  /** Declared fields of the documents' metadata. */
  fields: Array<CollectionField>;
  /** Global id. */
  id: Scalars['ID']['output'];
  /** Its name. */
  name: Scalars['ID']['output'];
  /** How many documents wait to be indexed. */
  pendingCount: Scalars['Int']['output'];
  /** Position: grows with every accepted change. */
  position: Scalars['String']['output'];
  /** Whether documents with undeclared metadata fields are refused. */
  strict: Scalars['Boolean']['output'];
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
  /** What is in it, for people. */
  description: Scalars['String']['input'];
  /** Typed fields of the documents' metadata. At most 64. */
  fields: Array<FieldInput>;
  /** Letters, digits, - and _, starting with a letter; at most 64 characters; unique. */
  name: Scalars['ID']['input'];
  /** Whether a document with an undeclared metadata field is refused. Otherwise such a field is kept, but cannot be filtered by. */
  strict: Scalars['Boolean']['input'];
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

/** Which documents to delete: exactly one of `documentIds` and `filter`. */
export type DeleteDocumentsInput = {
  /** Name or id of the collection. */
  collection: Scalars['ID']['input'];
  /** Ids of documents, 1 to 1,000. */
  documentIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Every document for which this holds as of now. */
  filter?: InputMaybe<FilterInput>;
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
  /** Global, opaque id: client caches key on it. */
  id: Scalars['ID']['output'];
  /** When it was last indexed; null before the first time. */
  indexedAt: Maybe<Scalars['DateTime']['output']>;
  /** Values of its metadata fields. */
  metadata: Maybe<Scalars['JSON']['output']>;
  /** Grows by one with each accepted change. */
  revision: Scalars['Int']['output'];
  /** Title. */
  title: Maybe<Scalars['String']['output']>;
  /** When its newest revision was accepted. */
  updatedAt: Maybe<Scalars['DateTime']['output']>;
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

/** One document. */
export type DocumentInput = {
  /** The text. At most 1,000,000 characters; long text is split into overlapping passages. */
  content: Scalars['String']['input'];
  /** Your own id of the document, unique in the collection; 1 to 255 bytes of UTF-8, no control characters. */
  documentId: Scalars['ID']['input'];
  /** Values of the declared fields, and others where the collection is not strict. At most 64 kB. */
  metadata?: InputMaybe<Scalars['JSON']['input']>;
  /** Title: searched with the content and shown with a hit. At most 1,000 characters. */
  title?: InputMaybe<Scalars['String']['input']>;
};

/** A patch of one document: what is left out stays as it is. */
export type DocumentPatchInput = {
  /** The new text. */
  content?: InputMaybe<Scalars['String']['input']>;
  /** The document's own id. */
  documentId: Scalars['ID']['input'];
  /** Metadata values to set; null removes one. */
  metadata?: InputMaybe<Scalars['JSON']['input']>;
  /** The new title; null removes it. */
  title?: InputMaybe<Scalars['String']['input']>;
};

/** The model that turns text into vectors. */
export type EmbeddingModel = {
  /** Number of components of a vector. */
  dimensions: Scalars['Int']['output'];
  /** Name, such as multilingual-e5-small. */
  name: Scalars['String']['output'];
  /** Version of the weights: vectors of different versions are never compared. */
  version: Scalars['String']['output'];
};

/** A typed field of the documents' metadata. */
export type FieldInput = {
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
 * everything inside it.
 */
export type FilterInput = {
  /** All of these must hold. */
  and?: InputMaybe<Array<FilterInput>>;
  /** Equal to. For STRING_LIST: contains. */
  eq?: InputMaybe<Scalars['FilterValue']['input']>;
  /** Whether the document has the field. */
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

/** A piece of indexing work: the documents of one request. */
export type IndexJob = {
  /** Its collection; null where that was deleted. */
  collection: Maybe<Collection>;
  /** When it was accepted. */
  createdAt: Scalars['DateTime']['output'];
  /** Documents a second since it started; 0 before. */
  documentsPerSecond: Scalars['Float']['output'];
  /** The documents that could not be indexed, the first 100. */
  errors: Array<IndexError>;
  /** At that rate; null before it can be told and 0 at the end. */
  estimatedSecondsLeft: Maybe<Scalars['Float']['output']>;
  /** How many could not be indexed: see `errors`. */
  failed: Scalars['Int']['output'];
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
  /** How many are done: indexed, removed, superseded or failed. */
  processed: Scalars['Int']['output'];
  /** When its first document was taken up. */
  startedAt: Maybe<Scalars['DateTime']['output']>;
  /** How far it is. */
  status: IndexJobStatus;
  /** How many were replaced or deleted by a later request before they were indexed. */
  superseded: Scalars['Int']['output'];
  /** How many documents it has. */
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

/** What a job does. */
export type IndexJobKind =
  /** Inserts or replaces documents. */
  | 'ADD'
  /** Deletes documents. */
  | 'DELETE'
  /** Patches documents. */
  | 'UPDATE';

/** How far a job is. */
export type IndexJobStatus =
  /** Every document is found by search at this revision or a later one, or was deleted since. */
  | 'COMPLETED'
  /** As COMPLETED, but for the documents in `errors`. */
  | 'COMPLETED_WITH_ERRORS'
  /** Accepted, not taken up yet. */
  | 'QUEUED'
  /** Being worked on. */
  | 'RUNNING'
  /** Waits for a part that is away; goes on by itself. */
  | 'WAITING';

export type Mutation = {
  /**
   * Inserts documents, or replaces those whose id exists. All are accepted in one transaction, or the whole request is
   * refused with the place of the mistake and nothing changes. What was accepted is never lost; a job indexes it.
   */
  addDocuments: AddDocumentsPayload;
  /** Makes a collection. A wrong or taken name, or a wrong field, is refused and changes nothing. */
  createCollection: CreateCollectionPayload;
  /** Deletes a collection with its documents, its vectors and its jobs. */
  deleteCollection: DeleteCollectionPayload;
  /** Deletes documents by their ids or by a filter. Ids that do not exist are passed over. */
  deleteDocuments: DeleteDocumentsPayload;
  /**
   * Patches existing documents: what is given replaces, what is left out stays, a metadata value of null removes the field.
   * A document that does not exist refuses the whole request with DOCUMENT_NOT_FOUND.
   */
  updateDocuments: UpdateDocumentsPayload;
};


export type MutationAddDocumentsArgs = {
  input: AddDocumentsInput;
};


export type MutationCreateCollectionArgs = {
  input: CreateCollectionInput;
};


export type MutationDeleteCollectionArgs = {
  input: DeleteCollectionInput;
};


export type MutationDeleteDocumentsArgs = {
  input: DeleteDocumentsInput;
};


export type MutationUpdateDocumentsArgs = {
  input: UpdateDocumentsInput;
};

/** Where a page stands in its list. */
export type PageInfo = {
  /** The cursor of the last edge of this page: pass it as `after` for the next one. */
  endCursor: Maybe<Scalars['String']['output']>;
  /** Whether there is more after this page. */
  hasNextPage: Scalars['Boolean']['output'];
};

export type Query = {
  /** The collection with this name or id; null where there is none. */
  collection: Maybe<Collection>;
  /** All collections, by name. */
  collections: Maybe<CollectionConnection>;
  /** The newest accepted revision of a document; null where there is none. */
  document: Maybe<Document>;
  /** The documents of a collection at their newest accepted revision, by id. */
  documents: Maybe<DocumentConnection>;
  /** The indexing job with this id; null where there is none. */
  indexJob: Maybe<IndexJob>;
  /** Indexing jobs, the newest first. */
  indexJobs: Maybe<IndexJobConnection>;
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

export type Subscription = {
  /**
   * What the indexing does: first the jobs that are not finished, then every change of any job. With `after`, every event
   * after that sequence number instead.
   */
  indexActivity: IndexJobEvent;
  /**
   * The progress of a job: first its state, then every change, until the job ends. With `after`, every event after that
   * sequence number instead of the state.
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

/** Patches of existing documents. */
export type UpdateDocumentsInput = {
  /** Name or id of the collection. */
  collection: Scalars['ID']['input'];
  /** The patches, 1 to 1,000. */
  documents: Array<DocumentPatchInput>;
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
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Collection: ResolverTypeWrapper<CollectionRowRow>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
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
  DocumentConnection: ResolverTypeWrapper<Omit<DocumentConnection, 'edges'> & { edges: Array<ResolversTypes['DocumentEdge']> }>;
  DocumentEdge: ResolverTypeWrapper<Omit<DocumentEdge, 'node'> & { node?: Maybe<ResolversTypes['Document']> }>;
  DocumentInput: DocumentInput;
  DocumentPatchInput: DocumentPatchInput;
  EmbeddingModel: ResolverTypeWrapper<EmbeddingModel>;
  FieldInput: FieldInput;
  FieldType: FieldType;
  FilterInput: FilterInput;
  FilterValue: ResolverTypeWrapper<Scalars['FilterValue']['output']>;
  IndexError: ResolverTypeWrapper<IndexError>;
  IndexJob: ResolverTypeWrapper<JobRowRow>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  IndexJobConnection: ResolverTypeWrapper<Omit<IndexJobConnection, 'edges'> & { edges: Array<ResolversTypes['IndexJobEdge']> }>;
  IndexJobEdge: ResolverTypeWrapper<Omit<IndexJobEdge, 'node'> & { node: ResolversTypes['IndexJob'] }>;
  IndexJobEvent: ResolverTypeWrapper<Omit<IndexJobEvent, 'job'> & { job: ResolversTypes['IndexJob'] }>;
  IndexJobKind: IndexJobKind;
  IndexJobStatus: IndexJobStatus;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UpdateDocumentsInput: UpdateDocumentsInput;
  UpdateDocumentsPayload: ResolverTypeWrapper<Omit<UpdateDocumentsPayload, 'job'> & { job: ResolversTypes['IndexJob'] }>;
  WaitFor: WaitFor;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AddDocumentsInput: AddDocumentsInput;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  AddDocumentsPayload: Omit<AddDocumentsPayload, 'job'> & { job: ResolversParentTypes['IndexJob'] };
  String: Scalars['String']['output'];
  Collection: CollectionRowRow;
  Boolean: Scalars['Boolean']['output'];
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
  DocumentConnection: Omit<DocumentConnection, 'edges'> & { edges: Array<ResolversParentTypes['DocumentEdge']> };
  DocumentEdge: Omit<DocumentEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Document']> };
  DocumentInput: DocumentInput;
  DocumentPatchInput: DocumentPatchInput;
  EmbeddingModel: EmbeddingModel;
  FieldInput: FieldInput;
  FilterInput: FilterInput;
  FilterValue: Scalars['FilterValue']['output'];
  IndexError: IndexError;
  IndexJob: JobRowRow;
  Float: Scalars['Float']['output'];
  IndexJobConnection: Omit<IndexJobConnection, 'edges'> & { edges: Array<ResolversParentTypes['IndexJobEdge']> };
  IndexJobEdge: Omit<IndexJobEdge, 'node'> & { node: ResolversParentTypes['IndexJob'] };
  IndexJobEvent: Omit<IndexJobEvent, 'job'> & { job: ResolversParentTypes['IndexJob'] };
  JSON: Scalars['JSON']['output'];
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
  UpdateDocumentsInput: UpdateDocumentsInput;
  UpdateDocumentsPayload: Omit<UpdateDocumentsPayload, 'job'> & { job: ResolversParentTypes['IndexJob'] };
};

export type AddDocumentsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AddDocumentsPayload'] = ResolversParentTypes['AddDocumentsPayload']> = {
  job?: Resolver<ResolversTypes['IndexJob'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CollectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Collection'] = ResolversParentTypes['Collection'], FederationReferenceType extends FederationReferenceTypes['Collection'] = FederationReferenceTypes['Collection']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Collection']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  documentCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  embeddingModel?: Resolver<ResolversTypes['EmbeddingModel'], ParentType, ContextType>;
  fields?: Resolver<Array<ResolversTypes['CollectionField']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  pendingCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  strict?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
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
};

export type DocumentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Document'] = ResolversParentTypes['Document'], FederationReferenceType extends FederationReferenceTypes['Document'] = FederationReferenceTypes['Document']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Document']> | FederationReferenceType, FederationReferenceType, ContextType>;
  collection?: Resolver<Maybe<ResolversTypes['Collection']>, ParentType, ContextType>;
  collectionName?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  content?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  documentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  indexedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  metadata?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
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

export type EmbeddingModelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmbeddingModel'] = ResolversParentTypes['EmbeddingModel']> = {
  dimensions?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface FilterValueScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['FilterValue'], any> {
  name: 'FilterValue';
}

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
  errors?: Resolver<Array<ResolversTypes['IndexError']>, ParentType, ContextType>;
  estimatedSecondsLeft?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['IndexJobKind'], ParentType, ContextType>;
  percent?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  priority?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  processed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['IndexJobStatus'], ParentType, ContextType>;
  superseded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
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

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addDocuments?: Resolver<ResolversTypes['AddDocumentsPayload'], ParentType, ContextType, RequireFields<MutationAddDocumentsArgs, 'input'>>;
  createCollection?: Resolver<ResolversTypes['CreateCollectionPayload'], ParentType, ContextType, RequireFields<MutationCreateCollectionArgs, 'input'>>;
  deleteCollection?: Resolver<ResolversTypes['DeleteCollectionPayload'], ParentType, ContextType, RequireFields<MutationDeleteCollectionArgs, 'input'>>;
  deleteDocuments?: Resolver<ResolversTypes['DeleteDocumentsPayload'], ParentType, ContextType, RequireFields<MutationDeleteDocumentsArgs, 'input'>>;
  updateDocuments?: Resolver<ResolversTypes['UpdateDocumentsPayload'], ParentType, ContextType, RequireFields<MutationUpdateDocumentsArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  collection?: Resolver<Maybe<ResolversTypes['Collection']>, ParentType, ContextType, Partial<QueryCollectionArgs>>;
  collections?: Resolver<Maybe<ResolversTypes['CollectionConnection']>, ParentType, ContextType, RequireFields<QueryCollectionsArgs, 'first'>>;
  document?: Resolver<Maybe<ResolversTypes['Document']>, ParentType, ContextType, RequireFields<QueryDocumentArgs, 'collection' | 'documentId'>>;
  documents?: Resolver<Maybe<ResolversTypes['DocumentConnection']>, ParentType, ContextType, RequireFields<QueryDocumentsArgs, 'collection' | 'first'>>;
  indexJob?: Resolver<Maybe<ResolversTypes['IndexJob']>, ParentType, ContextType, RequireFields<QueryIndexJobArgs, 'id'>>;
  indexJobs?: Resolver<Maybe<ResolversTypes['IndexJobConnection']>, ParentType, ContextType, RequireFields<QueryIndexJobsArgs, 'first'>>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  indexActivity?: SubscriptionResolver<ResolversTypes['IndexJobEvent'], "indexActivity", ParentType, ContextType, Partial<SubscriptionIndexActivityArgs>>;
  indexJobProgress?: SubscriptionResolver<ResolversTypes['IndexJobEvent'], "indexJobProgress", ParentType, ContextType, RequireFields<SubscriptionIndexJobProgressArgs, 'id'>>;
};

export type UpdateDocumentsPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateDocumentsPayload'] = ResolversParentTypes['UpdateDocumentsPayload']> = {
  job?: Resolver<ResolversTypes['IndexJob'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AddDocumentsPayload?: AddDocumentsPayloadResolvers<ContextType>;
  Collection?: CollectionResolvers<ContextType>;
  CollectionConnection?: CollectionConnectionResolvers<ContextType>;
  CollectionEdge?: CollectionEdgeResolvers<ContextType>;
  CollectionField?: CollectionFieldResolvers<ContextType>;
  CreateCollectionPayload?: CreateCollectionPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteCollectionPayload?: DeleteCollectionPayloadResolvers<ContextType>;
  DeleteDocumentsPayload?: DeleteDocumentsPayloadResolvers<ContextType>;
  Document?: DocumentResolvers<ContextType>;
  DocumentConnection?: DocumentConnectionResolvers<ContextType>;
  DocumentEdge?: DocumentEdgeResolvers<ContextType>;
  EmbeddingModel?: EmbeddingModelResolvers<ContextType>;
  FilterValue?: GraphQLScalarType;
  IndexError?: IndexErrorResolvers<ContextType>;
  IndexJob?: IndexJobResolvers<ContextType>;
  IndexJobConnection?: IndexJobConnectionResolvers<ContextType>;
  IndexJobEdge?: IndexJobEdgeResolvers<ContextType>;
  IndexJobEvent?: IndexJobEventResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UpdateDocumentsPayload?: UpdateDocumentsPayloadResolvers<ContextType>;
};
