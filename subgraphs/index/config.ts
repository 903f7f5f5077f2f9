import { type PartsConfig, partsConfig } from '../../lib/parts.ts';
import type { Settings } from '../../lib/settings.ts';

/** What the index service needs to start. */
export interface IndexConfig extends PartsConfig {
  host: string;
  /** 0: any free port. */
  port: number;
  apiKey?: string | undefined;
  /**
   * How long another index service must be silent for this one to take over what it works on. (One that is gone is
   * noticed at once: this is for one that is frozen.)
   * @default 60
   */
  stalledAfterSeconds?: number;
}

/** @throws SettingsError where the address of a part is missing */
export function indexConfig(settings: Settings): IndexConfig {
  const { host, indexPort: port, apiKey } = settings;
  return { host, port, apiKey, ...partsConfig(settings) };
}
