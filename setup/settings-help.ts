import { type SettingName, settingDefinitions } from '../lib/setting-definitions.ts';
import { flagOf } from '../lib/settings.ts';

/** What `npm start -- --help` prints. */
export function settingsHelp(): string {
  const lines = Object.keys(settingDefinitions).map((name) => {
    const { variable, about, ...rest } = settingDefinitions[name as SettingName];
    const fallback = 'fallback' in rest && rest.fallback !== '' ? ` (default: ${rest.fallback})` : '';
    return `  --${flagOf(variable).padEnd(28)} ${variable}\n      ${about}${fallback}`;
  });
  return `npm start -- [flags]\n\nSets up what is missing, starts everything, and stops everything on Ctrl-C.\nEach flag is an environment variable too.\n\n${lines.join('\n')}`;
}
