import { graphemeEnd, graphemeStart, pieces } from './cut.ts';
import { withoutParts } from './pairs.ts';
import { occurrences, type Phrase } from './phrases.ts';
import { type Stretch, sentencesOf } from './sentences.ts';
import { type Analyzer, type Token, tokens, units } from './tokens.ts';

/** A part of a text as safe HTML, with `<mark>` around what was searched for. */
export interface Fragment extends Stretch {
  html: string;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** What a term is worth in a fragment when a better fragment shows it already, and when it comes once more. */
const SHOWN_BEFORE = 0.2;
const ONCE_MORE = 0.05;

/**
 * The parts of a text that show most of the query's terms, the best first, made of whole sentences where they fit.
 * A text without any of them gives its beginning.
 *
 * @param queryTerms terms as `tokens` gives them
 * @param o.phrases to be marked where all their words stand together. @default none
 * @param o.fragments how many at most
 * @param o.size UTF-16 units of a fragment at most, tags and escapes not counted
 * @param o.analyzer by which the text and the query become terms. @default STANDARD
 */
export function highlight(
  text: string,
  queryTerms: ReadonlySet<string>,
  {
    fragments,
    size,
    analyzer,
    phrases = [],
  }: { fragments: number; size: number; analyzer?: Analyzer; phrases?: readonly Phrase[] },
): Fragment[] {
  if (text.trim() === '' || fragments < 1) return [];
  const wanted = withoutParts(queryTerms);
  const ofTerms = wanted.size === 0 ? [] : tokens(text, analyzer).filter(({ term }) => wanted.has(term));
  const matches = phrases.length === 0 ? ofTerms : withPhrases(ofTerms, text, phrases, analyzer);
  const windows = windowsOf(text, size);
  const chosen: Stretch[] = [];
  const shown = new Set<string>();
  while (chosen.length < fragments) {
    const best = bestWindow(windows, matches, shown, chosen);
    if (!best) break;
    chosen.push(best);
    for (const { term } of within(matches, best)) shown.add(term);
  }
  if (chosen.length === 0 && windows[0]) chosen.push(windows[0]);
  return chosen.map((window) => render(text, window, matches));
}

/** Each phrase counts as one term where it stands. */
function withPhrases(
  matches: readonly Token[],
  text: string,
  phrases: readonly Phrase[],
  analyzer: Analyzer | undefined,
): Token[] {
  const words = units(text, analyzer);
  const found = phrases.flatMap((phrase) =>
    occurrences(words, phrase).map((place) => ({ term: phrase.join(' '), ...place })),
  );
  return [...matches, ...found].sort((a, b) => a.start - b.start);
}

/** A window of whole sentences from each sentence on, as long as they fit; sentences that do not are cut. */
function windowsOf(text: string, size: number): Stretch[] {
  const units = sentencesOf(text).flatMap((sentence) => {
    const length = sentence.end - sentence.start;
    // Pieces of about the same length, rather than a scrap at the end.
    return pieces(text, sentence, Math.ceil(length / Math.ceil(length / size)));
  });
  const windows: Stretch[] = [];
  let last = 0;
  for (const [first, { start }] of units.entries()) {
    last = Math.max(last, first);
    while (last + 1 < units.length && saidEnd(text, units[last + 1] as Stretch) - start <= size) last++;
    const window = trimmed(text, { start, end: (units[last] as Stretch).end });
    if (window.start < window.end) windows.push(window);
  }
  return windows;
}

const saidEnd = (text: string, { start, end }: Stretch) => start + text.slice(start, end).trimEnd().length;

function trimmed(text: string, { start, end }: Stretch): Stretch {
  const part = text.slice(start, end);
  return { start: end - part.trimStart().length, end: start + part.trimEnd().length };
}

function bestWindow(
  windows: readonly Stretch[],
  matches: readonly Token[],
  shown: ReadonlySet<string>,
  chosen: readonly Stretch[],
): Stretch | undefined {
  let best: Stretch | undefined;
  let bestScore = 0;
  for (const window of windows) {
    if (chosen.some(({ start, end }) => window.start < end && start < window.end)) continue;
    const seen = new Set<string>();
    let score = 0;
    for (const { term } of within(matches, window)) {
      score += seen.has(term) ? ONCE_MORE : shown.has(term) ? SHOWN_BEFORE : 1;
      seen.add(term);
    }
    if (score > bestScore) {
      best = window;
      bestScore = score;
    }
  }
  return best;
}

/** The matches inside a window; matches come in the order of their places. */
function within(matches: readonly Token[], { start, end }: Stretch): Token[] {
  let from = 0;
  for (let to = matches.length; from < to; ) {
    const middle = (from + to) >> 1;
    if ((matches[middle] as Token).start < start) from = middle + 1;
    else to = middle;
  }
  const inside: Token[] = [];
  for (let index = from; index < matches.length && (matches[index] as Token).start < end; index++) {
    if ((matches[index] as Token).end <= end) inside.push(matches[index] as Token);
  }
  return inside;
}

function render(text: string, window: Stretch, matches: readonly Token[]): Fragment {
  let html = '';
  let at = window.start;
  for (const { start, end } of marksOf(text, within(matches, window))) {
    html += `${escaped(text.slice(at, start))}<mark>${escaped(text.slice(start, end))}</mark>`;
    at = end;
  }
  return { html: html + escaped(text.slice(at, window.end)), ...window };
}

/** Matches that overlap or touch make one mark; a mark takes in whole graphemes. */
function marksOf(text: string, matches: readonly Token[]): Stretch[] {
  const marks: Stretch[] = [];
  for (const match of matches) {
    const start = graphemeStart(text, match.start);
    const end = graphemeEnd(text, match.end);
    const last = marks.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else marks.push({ start, end });
  }
  return marks;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
