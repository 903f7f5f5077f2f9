/** Goes up with any change of the terms that `tokens` gives: an index holds terms of one version only. */
export const ANALYZER_VERSION = '1';
