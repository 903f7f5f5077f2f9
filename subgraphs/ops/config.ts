import { type PartsConfig, partsConfig } from '../../lib/parts.ts';
import type { Settings } from '../../lib/settings.ts';

/** What the ops service needs to start. */
export interface OpsConfig extends PartsConfig {
  host: string;
  /** 0: any free port. */
  port: number;
  apiKey?: string | undefined;
  /** What the gateway signs its requests by. */
  gatewaySecrets?: readonly string[] | undefined;
  redisUrl?: string | undefined;
  /** Where the services answer, without a path. */
  services: { gateway?: string; query: string; index: string };
  /** Milliseconds from one reading of the services' metrics to the next. @default 1000 */
  scrapeMs?: number;
  /** Milliseconds that the metrics look back. @default 60000 */
  windowMs?: number;
  /** Days that the audit log is kept. @default 90 */
  auditDays?: number;
}

/** @throws SettingsError where the address of a part is missing */
export function opsConfig(settings: Settings): OpsConfig {
  const { host, opsPort: port, apiKey, redisUrl, scrapeMs } = settings;
  return {
    host,
    port,
    apiKey,
    gatewaySecrets: settings.gatewaySecrets,
    redisUrl,
    ...partsConfig(settings),
    services: { gateway: settings.gatewayUrl, query: settings.queryUrl, index: settings.indexUrl },
    scrapeMs,
    windowMs: settings.windowSeconds * 1000,
    auditDays: settings.auditDays,
  };
}
