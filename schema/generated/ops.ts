import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Context } from '../../subgraphs/ops/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
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

/** A condition that holds, or held. */
export type Alert = {
  /** When it began to fire; null before. */
  firedAt: Maybe<Scalars['DateTime']['output']>;
  /** The alert's id. */
  id: Scalars['ID']['output'];
  /** When the condition ceased; null before. */
  resolvedAt: Maybe<Scalars['DateTime']['output']>;
  /** The rule, as it was when the alert started. */
  rule: AlertRule;
  /** How grave it is. */
  severity: AlertSeverity;
  /** When the condition was first seen. */
  startedAt: Scalars['DateTime']['output'];
  /** Pending, firing or resolved. */
  state: AlertState;
  /** The threshold of the rule. */
  threshold: Scalars['Float']['output'];
  /** The value of the metric at the last change of state. */
  value: Scalars['Float']['output'];
};

/** A change of an alert. */
export type AlertEvent = {
  /** The alert after the change. */
  alert: Alert;
  /** Grows by one with each event, without gaps. */
  sequence: Scalars['Int']['output'];
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

/** A condition on a live metric. */
export type AlertRule = {
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** How long the condition must hold before the alert fires, in seconds. */
  durationSeconds: Scalars['Int']['output'];
  /** The rule's id. */
  id: Scalars['ID']['output'];
  /** The metric that it watches. */
  metric: Scalars['String']['output'];
  /** For people; unique. */
  name: Scalars['String']['output'];
  /** How the metric is compared with the threshold. */
  operator: AlertOperator;
  /** How grave it is. */
  severity: AlertSeverity;
  /** In the metric's unit. */
  threshold: Scalars['Float']['output'];
};

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

/** An API key, without what opens anything. */
export type ApiKey = {
  /** The only collections that it may use; null: all. */
  collections: Maybe<Array<Scalars['String']['output']>>;
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** When it ends; null: not by itself. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** Its id. */
  id: Scalars['ID']['output'];
  /** When it was last used, to the minute; null: not yet. */
  lastUsedAt: Maybe<Scalars['DateTime']['output']>;
  /** For people: what it is for. */
  name: Scalars['String']['output'];
  /** How the key begins. */
  prefix: Scalars['String']['output'];
  /** Until when the key as it was before `rotateApiKey` opens too; null: it does not. */
  previousUntil: Maybe<Scalars['DateTime']['output']>;
  /** The scopes of documents and collections that it is limited to; null: by its scopes. `*`: all. */
  readScopes: Maybe<Array<Scalars['String']['output']>>;
  /** When it was revoked; null: it was not. */
  revokedAt: Maybe<Scalars['DateTime']['output']>;
  /** What it may do. */
  scopes: Array<Scalars['String']['output']>;
  /** The tenant that it is bound to; null: none. */
  tenant: Maybe<Scalars['String']['output']>;
};

/** A page of API keys. */
export type ApiKeyConnection = {
  /** The keys of this page. */
  edges: Array<ApiKeyEdge>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many there are. */
  totalCount: Scalars['Int']['output'];
};

/** An API key in a list. */
export type ApiKeyEdge = {
  /** Where it stands: pass it as `after` for what follows. */
  cursor: Scalars['String']['output'];
  /** The key. */
  node: ApiKey;
};

/** What the gateway must know of a key. */
export type ApiKeyStanding = {
  collections: Maybe<Array<Scalars['String']['output']>>;
  /** When what was asked about ends: the key, or its old form. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  prefix: Scalars['String']['output'];
  readScopes: Maybe<Array<Scalars['String']['output']>>;
  revoked: Scalars['Boolean']['output'];
  scopes: Array<Scalars['String']['output']>;
  tenant: Maybe<Scalars['String']['output']>;
};

/** A page of the audit log. */
export type AuditConnection = {
  /** The entries of this page. */
  edges: Array<AuditEdge>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many entries there are. */
  totalCount: Scalars['Int']['output'];
};

/** An entry in a list. */
export type AuditEdge = {
  /** Where it stands: pass it as `after` for what follows. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: AuditEntry;
};

/** One thing that was done or tried. */
export type AuditEntry = {
  /** Who: the id of the credentials, such as operator, key:… with the beginning of the key, or token:… with its subject. */
  actor: Scalars['String']['output'];
  /** The address that asked. */
  address: Maybe<Scalars['String']['output']>;
  /** The arguments, without secrets and cut where they are long. */
  arguments: Scalars['JSON']['output'];
  /** When. */
  at: Scalars['DateTime']['output'];
  /** The code of the error, where it failed or was refused. */
  code: Maybe<Scalars['String']['output']>;
  /** The mutation field. */
  field: Scalars['String']['output'];
  /** Its id. */
  id: Scalars['ID']['output'];
  /** How it went. */
  outcome: AuditOutcome;
  /** The request's id, as in the logs. */
  requestId: Scalars['String']['output'];
};

/** An entry to keep. */
export type AuditEntryInput = {
  actor: Scalars['String']['input'];
  address?: InputMaybe<Scalars['String']['input']>;
  arguments: Scalars['JSON']['input'];
  at: Scalars['DateTime']['input'];
  code?: InputMaybe<Scalars['String']['input']>;
  field: Scalars['String']['input'];
  id: Scalars['ID']['input'];
  outcome: AuditOutcome;
  requestId: Scalars['String']['input'];
};

/** What entries of the audit log to tell of: all that is given must hold. */
export type AuditFilter = {
  /** Who: the id of the credentials. */
  actor?: InputMaybe<Scalars['String']['input']>;
  /** The mutation field. */
  field?: InputMaybe<Scalars['String']['input']>;
  /** How it went. */
  outcome?: InputMaybe<AuditOutcome>;
  /** Not before this time. */
  since?: InputMaybe<Scalars['DateTime']['input']>;
  /** Before this time. */
  until?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How it went. */
export type AuditOutcome =
  /** It was tried and failed: `code` says why. */
  | 'FAILED'
  /** It was not for who asked. */
  | 'REFUSED'
  /** It was done. */
  | 'SUCCEEDED';

/** How one part is. */
export type ComponentHealth = {
  /** The version, or what is wrong and what follows from it. */
  detail: Scalars['String']['output'];
  /** How long the check took, in milliseconds. */
  latencyMs: Scalars['Float']['output'];
  /** Name, such as milvus or subgraph:index. */
  name: Scalars['String']['output'];
  /** How it is. */
  status: HealthStatus;
};

/** An alert rule to make. */
export type CreateAlertRuleInput = {
  /** How long the condition must hold before the alert fires, in seconds, 0 to 86,400. */
  durationSeconds: Scalars['Int']['input'];
  /** One of `metrics { name }`, such as latency_p99. */
  metric: Scalars['String']['input'];
  /** For people; unique; at most 100 characters. */
  name: Scalars['String']['input'];
  /** How the metric is compared with the threshold. */
  operator: AlertOperator;
  /** How grave it is. */
  severity: AlertSeverity;
  /** In the metric's unit. */
  threshold: Scalars['Float']['input'];
};

/** An alert rule was made. */
export type CreateAlertRulePayload = {
  /** The new rule. */
  rule: AlertRule;
};

/** An API key to make. */
export type CreateApiKeyInput = {
  /** The only collections that it may use, by name, at most 100. Left out: all. */
  collections?: InputMaybe<Array<Scalars['String']['input']>>;
  /** When it ends. Left out: not by itself. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** For people: what it is for; 1 to 100 characters. */
  name: Scalars['String']['input'];
  /**
   * The scopes of documents and collections (their `readScopes`) that it is limited to; only for a key that does no more than search. Left
   * out: a key that only searches sees what demands no scope, any other sees all. `*`: it sees all.
   */
  readScopes?: InputMaybe<Array<Scalars['String']['input']>>;
  /**
   * What it may do, 1 to 16 of: `search` (search, suggest, read collections and documents), `index` (add, change and delete documents,
   * follow and steer jobs), `ops` (health, metrics, alerts, rebuilds and upkeep), `admin` (all of it, and collections, models, keys and
   * the audit log); and scopes that your own subgraphs demand by @requiresScopes.
   */
  scopes: Array<Scalars['String']['input']>;
  /** The tenant that it is bound to. Left out: none. */
  tenant?: InputMaybe<Scalars['String']['input']>;
};

/** An API key was made, or made anew. */
export type CreateApiKeyPayload = {
  /** What is kept of it. */
  apiKey: ApiKey;
  /** The key itself. It cannot be read again. */
  key: Scalars['String']['output'];
};

/** An alert rule to delete. */
export type DeleteAlertRuleInput = {
  /** The rule's id. */
  id: Scalars['ID']['input'];
};

/** An alert rule was deleted. */
export type DeleteAlertRulePayload = {
  /** Its id. */
  id: Scalars['ID']['output'];
};

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

/** How the whole system is. */
export type Health = {
  /** Every part. */
  components: Array<ComponentHealth>;
  /** UP, or DEGRADED where a part is not. */
  status: HealthStatus;
};

/** How a part is. */
export type HealthStatus =
  /** Works with limits: see `detail`. */
  | 'DEGRADED'
  /** Cannot be used: see `detail`. */
  | 'DOWN'
  /** Works. */
  | 'UP';

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

/** A live metric. */
export type Metric = {
  /** What it measures. */
  description: Scalars['String']['output'];
  /** Name, as used in alert rules. */
  name: Scalars['String']['output'];
  /** Unit of the value. */
  unit: Scalars['String']['output'];
  /** Value over the last minute; null where nothing was measured. */
  value: Maybe<Scalars['Float']['output']>;
};

export type Mutation = {
  /** Makes an alert rule. It is evaluated at once and from then on. Scope: `ops`. */
  createAlertRule: CreateAlertRulePayload;
  /**
   * Makes an API key. The answer has the key itself, this once: it is not kept, only its digest.
   * Scope: `admin`.
   */
  createApiKey: CreateApiKeyPayload;
  /** Deletes an alert rule; an alert of it that is not resolved is resolved. Scope: `ops`. */
  deleteAlertRule: DeleteAlertRulePayload;
  /** Keeps entries; those that are kept already stay as they are. For the gateway alone. */
  recordAudit: Scalars['Int']['output'];
  /**
   * Revokes a key for good, its old form too. Requests with it are refused within five seconds, and its subscriptions end.
   * Scope: `admin`.
   */
  revokeApiKey: RevokeApiKeyPayload;
  /**
   * Makes a key anew: the same rights under the same id. The old one goes on for a while, so that nobody who uses it is shut out.
   * Scope: `admin`.
   */
  rotateApiKey: CreateApiKeyPayload;
};


export type MutationCreateAlertRuleArgs = {
  input: CreateAlertRuleInput;
};


export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


export type MutationDeleteAlertRuleArgs = {
  input: DeleteAlertRuleInput;
};


export type MutationRecordAuditArgs = {
  entries: Array<AuditEntryInput>;
};


export type MutationRevokeApiKeyArgs = {
  input: RevokeApiKeyInput;
};


export type MutationRotateApiKeyArgs = {
  input: RotateApiKeyInput;
};

/** Where a page stands in its list. */
export type PageInfo = {
  /** The cursor of the last edge of this page: pass it as `after` for the next one. */
  endCursor: Maybe<Scalars['String']['output']>;
  /** Whether there is more after this page. */
  hasNextPage: Scalars['Boolean']['output'];
};

export type Query = {
  /** The alert rules, by name. Scope: `ops`. */
  alertRules: Maybe<Array<AlertRule>>;
  /** Alerts, the newest first. Scope: `ops`. */
  alerts: Maybe<Array<Alert>>;
  /** What the gateway must know of keys, by their SHA-256 in hexadecimal; null where there is none. For the gateway alone. */
  apiKeyStandings: Array<Maybe<ApiKeyStanding>>;
  /** API keys that are not revoked, the newest first. Scope: `admin`. */
  apiKeys: Maybe<ApiKeyConnection>;
  /**
   * What operators have done and what was tried, the newest first: mutations that need the scope `ops` or `admin`. Kept for
   * KITEGRAPH_AUDIT_DAYS.
   * Scope: `admin`.
   */
  auditLog: Maybe<AuditConnection>;
  /** How the whole system is, part by part. Scope: `ops`. */
  health: Maybe<Health>;
  /** The live metrics that alert rules can watch, with their values now. Scope: `ops`. */
  metrics: Maybe<Array<Metric>>;
};


export type QueryAlertsArgs = {
  first: Scalars['Int']['input'];
  states?: InputMaybe<Array<AlertState>>;
};


export type QueryApiKeyStandingsArgs = {
  hashes: Array<Scalars['String']['input']>;
};


export type QueryApiKeysArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first: Scalars['Int']['input'];
  revoked: Scalars['Boolean']['input'];
};


export type QueryAuditLogArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AuditFilter>;
  first: Scalars['Int']['input'];
};

/** An API key to revoke. */
export type RevokeApiKeyInput = {
  /** The key's id. */
  id: Scalars['ID']['input'];
};

/** An API key was revoked. */
export type RevokeApiKeyPayload = {
  /** The key. */
  apiKey: ApiKey;
};

/** An API key to make anew. */
export type RotateApiKeyInput = {
  /** How long the old one opens too, in seconds, 0 to 2,592,000 (30 days). */
  graceSeconds: Scalars['Int']['input'];
  /** The key's id. */
  id: Scalars['ID']['input'];
};

export type Subscription = {
  /**
   * Alerts: first those that are pending or firing, then every change. With `after`, every event after that sequence number
   * instead.
   * Scope: `ops`.
   */
  alerts: AlertEvent;
};


export type SubscriptionAlertsArgs = {
  after?: InputMaybe<Scalars['Int']['input']>;
  minSeverity: AlertSeverity;
};



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
  Alert: Alert;
  AlertRule: AlertRule;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Alert:
    ( { __typename: 'Alert' }
    & GraphQLRecursivePick<FederationTypes['Alert'], {"id":true}> );
  AlertRule:
    ( { __typename: 'AlertRule' }
    & GraphQLRecursivePick<FederationTypes['AlertRule'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Alert: ResolverTypeWrapper<Alert>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  AlertEvent: ResolverTypeWrapper<AlertEvent>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AlertOperator: AlertOperator;
  AlertRule: ResolverTypeWrapper<AlertRule>;
  AlertSeverity: AlertSeverity;
  AlertState: AlertState;
  ApiKey: ResolverTypeWrapper<ApiKey>;
  ApiKeyConnection: ResolverTypeWrapper<ApiKeyConnection>;
  ApiKeyEdge: ResolverTypeWrapper<ApiKeyEdge>;
  ApiKeyStanding: ResolverTypeWrapper<ApiKeyStanding>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  AuditConnection: ResolverTypeWrapper<AuditConnection>;
  AuditEdge: ResolverTypeWrapper<AuditEdge>;
  AuditEntry: ResolverTypeWrapper<AuditEntry>;
  AuditEntryInput: AuditEntryInput;
  AuditFilter: AuditFilter;
  AuditOutcome: AuditOutcome;
  ComponentHealth: ResolverTypeWrapper<ComponentHealth>;
  CreateAlertRuleInput: CreateAlertRuleInput;
  CreateAlertRulePayload: ResolverTypeWrapper<CreateAlertRulePayload>;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyPayload: ResolverTypeWrapper<CreateApiKeyPayload>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteAlertRuleInput: DeleteAlertRuleInput;
  DeleteAlertRulePayload: ResolverTypeWrapper<DeleteAlertRulePayload>;
  FilterInput: FilterInput;
  FilterValue: ResolverTypeWrapper<Scalars['FilterValue']['output']>;
  Health: ResolverTypeWrapper<Health>;
  HealthStatus: HealthStatus;
  ImageInput: ImageInput;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Metric: ResolverTypeWrapper<Metric>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RevokeApiKeyInput: RevokeApiKeyInput;
  RevokeApiKeyPayload: ResolverTypeWrapper<RevokeApiKeyPayload>;
  RotateApiKeyInput: RotateApiKeyInput;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Vector: ResolverTypeWrapper<Scalars['Vector']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Alert: Alert | FederationReferenceTypes['Alert'];
  ID: Scalars['ID']['output'];
  Float: Scalars['Float']['output'];
  AlertEvent: AlertEvent;
  Int: Scalars['Int']['output'];
  AlertRule: AlertRule | FederationReferenceTypes['AlertRule'];
  ApiKey: ApiKey;
  ApiKeyConnection: ApiKeyConnection;
  ApiKeyEdge: ApiKeyEdge;
  ApiKeyStanding: ApiKeyStanding;
  Boolean: Scalars['Boolean']['output'];
  AuditConnection: AuditConnection;
  AuditEdge: AuditEdge;
  AuditEntry: AuditEntry;
  AuditEntryInput: AuditEntryInput;
  AuditFilter: AuditFilter;
  ComponentHealth: ComponentHealth;
  CreateAlertRuleInput: CreateAlertRuleInput;
  CreateAlertRulePayload: CreateAlertRulePayload;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateApiKeyPayload: CreateApiKeyPayload;
  DateTime: Scalars['DateTime']['output'];
  DeleteAlertRuleInput: DeleteAlertRuleInput;
  DeleteAlertRulePayload: DeleteAlertRulePayload;
  FilterInput: FilterInput;
  FilterValue: Scalars['FilterValue']['output'];
  Health: Health;
  ImageInput: ImageInput;
  JSON: Scalars['JSON']['output'];
  Metric: Metric;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Query: Record<PropertyKey, never>;
  RevokeApiKeyInput: RevokeApiKeyInput;
  RevokeApiKeyPayload: RevokeApiKeyPayload;
  RotateApiKeyInput: RotateApiKeyInput;
  Subscription: Record<PropertyKey, never>;
  Vector: Scalars['Vector']['output'];
  String: Scalars['String']['output'];
};

export type EventsDirectiveArgs = {
  kind: Scalars['String']['input'];
};

export type EventsDirectiveResolver<Result, Parent, ContextType = Context, Args = EventsDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AlertResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Alert'] = ResolversParentTypes['Alert'], FederationReferenceType extends FederationReferenceTypes['Alert'] = FederationReferenceTypes['Alert']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Alert']> | FederationReferenceType, FederationReferenceType, ContextType>;
  firedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  resolvedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['AlertRule'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['AlertSeverity'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['AlertState'], ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type AlertEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AlertEvent'] = ResolversParentTypes['AlertEvent']> = {
  alert?: Resolver<ResolversTypes['Alert'], ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AlertRuleResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AlertRule'] = ResolversParentTypes['AlertRule'], FederationReferenceType extends FederationReferenceTypes['AlertRule'] = FederationReferenceTypes['AlertRule']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['AlertRule']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  durationSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  metric?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  operator?: Resolver<ResolversTypes['AlertOperator'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['AlertSeverity'], ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ApiKeyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  collections?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  prefix?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  previousUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  readScopes?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  tenant?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ApiKeyConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKeyConnection'] = ResolversParentTypes['ApiKeyConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ApiKeyEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ApiKeyEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKeyEdge'] = ResolversParentTypes['ApiKeyEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
};

export type ApiKeyStandingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ApiKeyStanding'] = ResolversParentTypes['ApiKeyStanding']> = {
  collections?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  prefix?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  readScopes?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  revoked?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  tenant?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AuditConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditConnection'] = ResolversParentTypes['AuditConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AuditEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEdge'] = ResolversParentTypes['AuditEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  arguments?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['AuditOutcome'], ParentType, ContextType>;
  requestId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ComponentHealthResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ComponentHealth'] = ResolversParentTypes['ComponentHealth']> = {
  detail?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  latencyMs?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['HealthStatus'], ParentType, ContextType>;
};

export type CreateAlertRulePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateAlertRulePayload'] = ResolversParentTypes['CreateAlertRulePayload']> = {
  rule?: Resolver<ResolversTypes['AlertRule'], ParentType, ContextType>;
};

export type CreateApiKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateApiKeyPayload'] = ResolversParentTypes['CreateApiKeyPayload']> = {
  apiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteAlertRulePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DeleteAlertRulePayload'] = ResolversParentTypes['DeleteAlertRulePayload']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export interface FilterValueScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['FilterValue'], any> {
  name: 'FilterValue';
}

export type HealthResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Health'] = ResolversParentTypes['Health']> = {
  components?: Resolver<Array<ResolversTypes['ComponentHealth']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['HealthStatus'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MetricResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Metric'] = ResolversParentTypes['Metric']> = {
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  unit?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  createAlertRule?: Resolver<ResolversTypes['CreateAlertRulePayload'], ParentType, ContextType, RequireFields<MutationCreateAlertRuleArgs, 'input'>>;
  createApiKey?: Resolver<ResolversTypes['CreateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  deleteAlertRule?: Resolver<ResolversTypes['DeleteAlertRulePayload'], ParentType, ContextType, RequireFields<MutationDeleteAlertRuleArgs, 'input'>>;
  recordAudit?: Resolver<ResolversTypes['Int'], ParentType, ContextType, RequireFields<MutationRecordAuditArgs, 'entries'>>;
  revokeApiKey?: Resolver<ResolversTypes['RevokeApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'input'>>;
  rotateApiKey?: Resolver<ResolversTypes['CreateApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRotateApiKeyArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  alertRules?: Resolver<Maybe<Array<ResolversTypes['AlertRule']>>, ParentType, ContextType>;
  alerts?: Resolver<Maybe<Array<ResolversTypes['Alert']>>, ParentType, ContextType, RequireFields<QueryAlertsArgs, 'first'>>;
  apiKeyStandings?: Resolver<Array<Maybe<ResolversTypes['ApiKeyStanding']>>, ParentType, ContextType, RequireFields<QueryApiKeyStandingsArgs, 'hashes'>>;
  apiKeys?: Resolver<Maybe<ResolversTypes['ApiKeyConnection']>, ParentType, ContextType, RequireFields<QueryApiKeysArgs, 'first' | 'revoked'>>;
  auditLog?: Resolver<Maybe<ResolversTypes['AuditConnection']>, ParentType, ContextType, RequireFields<QueryAuditLogArgs, 'first'>>;
  health?: Resolver<Maybe<ResolversTypes['Health']>, ParentType, ContextType>;
  metrics?: Resolver<Maybe<Array<ResolversTypes['Metric']>>, ParentType, ContextType>;
};

export type RevokeApiKeyPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RevokeApiKeyPayload'] = ResolversParentTypes['RevokeApiKeyPayload']> = {
  apiKey?: Resolver<ResolversTypes['ApiKey'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  alerts?: SubscriptionResolver<ResolversTypes['AlertEvent'], "alerts", ParentType, ContextType, RequireFields<SubscriptionAlertsArgs, 'minSeverity'>>;
};

export interface VectorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Vector'], any> {
  name: 'Vector';
}

export type Resolvers<ContextType = Context> = {
  Alert?: AlertResolvers<ContextType>;
  AlertEvent?: AlertEventResolvers<ContextType>;
  AlertRule?: AlertRuleResolvers<ContextType>;
  ApiKey?: ApiKeyResolvers<ContextType>;
  ApiKeyConnection?: ApiKeyConnectionResolvers<ContextType>;
  ApiKeyEdge?: ApiKeyEdgeResolvers<ContextType>;
  ApiKeyStanding?: ApiKeyStandingResolvers<ContextType>;
  AuditConnection?: AuditConnectionResolvers<ContextType>;
  AuditEdge?: AuditEdgeResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  ComponentHealth?: ComponentHealthResolvers<ContextType>;
  CreateAlertRulePayload?: CreateAlertRulePayloadResolvers<ContextType>;
  CreateApiKeyPayload?: CreateApiKeyPayloadResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteAlertRulePayload?: DeleteAlertRulePayloadResolvers<ContextType>;
  FilterValue?: GraphQLScalarType;
  Health?: HealthResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Metric?: MetricResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RevokeApiKeyPayload?: RevokeApiKeyPayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Vector?: GraphQLScalarType;
};

export type DirectiveResolvers<ContextType = Context> = {
  events?: EventsDirectiveResolver<any, any, ContextType>;
};
