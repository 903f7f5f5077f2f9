import { type PartsConfig, partsConfig } from '../../lib/parts.ts';
import type { ImageHosts } from '../../lib/remote-image/hosts.ts';
import type { Settings } from '../../lib/settings.ts';
import type { BatchingSettings } from './collections/batching.ts';
import type { HousekeepingConfig } from './housekeeping/housekeeping.ts';
import type { Limits } from './limits.ts';

/** What the index service needs to start. */
export interface IndexConfig extends PartsConfig {
  host: string;
  /** 0: any free port. */
  port: number;
  apiKey?: string | undefined;
  /** What the gateway signs its requests by. */
  gatewaySecrets?: readonly string[] | undefined;
  limits: Limits;
  imageHosts: ImageHosts;
  batching: BatchingSettings;
  /** Passages up to which an index of the kind AUTO compares every vector. */
  exactUpTo: number;
  /** Batches that are embedded at once. */
  batchesAtOnce: number;
  housekeeping: HousekeepingConfig;
  /**
   * How long another index service must be silent for this one to take over what it works on. (One that is gone is
   * noticed at once: this is for one that is frozen.)
   * @default 60
   */
  stalledAfterSeconds?: number;
}

/** @throws SettingsError where the address of a part is missing */
export function indexConfig(settings: Settings): IndexConfig {
  const { host, indexPort: port, apiKey, batchesAtOnce } = settings;
  return {
    host,
    port,
    apiKey,
    gatewaySecrets: settings.gatewaySecrets,
    ...partsConfig(settings),
    batchesAtOnce,
    imageHosts: settings.imageHosts,
    exactUpTo: settings.exactUpTo,
    limits: {
      documentsPerRequest: settings.maxDocuments,
      requestCharacters: settings.maxRequestMegabytes * 1024 * 1024,
      idBytes: settings.maxIdBytes,
      titleCharacters: settings.maxTitle,
      contentCharacters: settings.maxContent,
      metadataBytes: settings.maxMetadataKilobytes * 1024,
      metadataDepth: settings.maxMetadataDepth,
      fields: settings.maxFields,
      pendingDocuments: settings.pendingDocuments,
    },
    batching: {
      maxDocuments: settings.batchDocuments,
      maxSeconds: settings.batchSeconds,
      lingerSeconds: settings.lingerSeconds,
    },
    housekeeping: {
      rebuildGraceSeconds: settings.rebuildGraceSeconds,
      jobDays: settings.jobDays,
      eventDays: settings.eventDays,
      embeddingsKept: settings.embeddingsKept,
      verifyHours: settings.verifyHours,
    },
  };
}
