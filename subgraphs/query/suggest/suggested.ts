import type { Head } from '../../../lib/milvus/read.ts';
import type { Target } from '../search/request.ts';

/** What a text that is being typed may become. */
export interface Suggested {
  completions: Completion[];
  titles: TitleHit[];
  notes: string[];
}

export interface Completion {
  text: string;
  /** Equal for texts that differ in case, accents, form or way of writing alone. */
  key: string;
  /** About how many documents have the word; for who may not see all of them, how many of a hundred passages' at most. */
  documents: number;
}

/** A document by its title. */
export interface TitleHit {
  target: Target;
  head: Head;
  /** Whether the title begins so, or only a word in it. */
  begins: boolean;
}
