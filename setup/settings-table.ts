import { type SettingName, settingDefinitions } from '../lib/setting-definitions.ts';
import { flagOf } from '../lib/settings.ts';

/** The table of all settings, in Markdown, as docs/guide/settings.md shows it. */
export function settingsTable(): string {
  const rows = Object.keys(settingDefinitions).map((name) => {
    const { variable, about, ...rest } = settingDefinitions[name as SettingName];
    const fallback = 'fallback' in rest && rest.fallback !== '' ? `\`${rest.fallback}\`` : '';
    return `| \`${variable}\` | \`--${flagOf(variable)}\` | ${about} | ${fallback} |`;
  });
  return ['| variable | flag | what it is | default |', '|---|---|---|---|', ...rows].join('\n');
}
