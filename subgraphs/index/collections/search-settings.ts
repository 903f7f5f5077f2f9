import { userError } from '../../../lib/errors.ts';
import type { SearchSettings } from '../../../lib/search-settings.ts';
import type { SearchSettingsInput } from '../../../schema/generated/index.ts';

/** What of the search settings a collection sets itself; null takes a setting back. @throws BAD_USER_INPUT */
export function checkSearchSettings(
  input: SearchSettingsInput | null | undefined,
  current: SearchSettings = {},
): SearchSettings {
  const { keywordWeight } = input ?? {};
  if (keywordWeight === undefined) return current;
  if (keywordWeight === null) return {};
  if (!(keywordWeight >= 0 && keywordWeight <= 1)) {
    throw userError.badInput('input.search.keywordWeight', `must be from 0 to 1, not ${keywordWeight}.`);
  }
  return { keywordWeight };
}
