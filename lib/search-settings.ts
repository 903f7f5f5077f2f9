/** What searches of a collection go by where they say nothing else; what is missing is the default of all. */
export interface SearchSettings {
  /** Weight of the keyword branch, 0 to 1. */
  keywordWeight?: number;
}

/** Weight of the keyword branch where nobody says another. */
export const DEFAULT_KEYWORD_WEIGHT = 0.5;
