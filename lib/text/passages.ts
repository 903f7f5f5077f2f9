import { pieces } from './cut.ts';
import { type Section, sectionAt, sectionsOf } from './headings.ts';
import { type Stretch, sentencesOf } from './sentences.ts';

export interface Passage extends Stretch {
  text: string;
  /** The Markdown headings that its start stands under and that are not in it, the outermost first. */
  headings: string[];
}

export interface SplitOptions {
  /** What a passage may have at most. */
  maxTokens: number;
  /** How much of the end of a passage, in whole sentences, the next one repeats. */
  overlapTokens: number;
  /** Whether Markdown headings are looked for: a heading stays with what follows, and a passage keeps to its section. */
  headings: boolean;
  /** The embedding model's own count for each text. */
  countTokens(texts: string[]): Promise<number[]>;
}

/** A stretch that stays whole, with its tokens. */
interface Unit extends Stretch {
  tokens: number;
  endsParagraph: boolean;
  /** A heading: it goes with what follows. */
  isHeading: boolean;
  /** The first of its section. */
  beginsSection: boolean;
}

/** A text that can be at most this many times too long is counted as a whole, before its sentences are. */
const WORTH_COUNTING = 8;
/** A paragraph's end is taken for a passage's end where the passage is this full. */
const FULL_ENOUGH = 0.6;
/**
 * Bytes that count as a token at least: text has about 4 a token, but runs of blanks or of one letter may have thousands,
 * and a passage must fit into a row of the vector store.
 */
const MOST_BYTES_A_TOKEN = 64;
/** No tokenizer gives more than a token for a byte, and a start mark. */
const mostTokens = (text: string) => Buffer.byteLength(text.normalize('NFKC')) + 1;

/**
 * Splits a content into passages for a model with a limited window: at ends of sentences, at ends of paragraphs where
 * that leaves them full enough, of about the same size, each repeating the last sentences of the one before. They tile
 * the content: every character is in at least one (`rebuildContent` joins them again). A sentence over the limit is
 * cut between words. A content that fits is one passage.
 */
export async function splitPassages(content: string, given: SplitOptions): Promise<Passage[]> {
  const options = { ...given, countTokens: withBytes(given.countTokens) };
  const { maxTokens, overlapTokens, countTokens } = options;
  const bound = mostTokens(content);
  let fits = bound <= maxTokens;
  if (!fits && bound <= maxTokens * WORTH_COUNTING) {
    const [whole = bound] = await countTokens([content]);
    fits = whole <= maxTokens;
  }
  if (fits) return [{ text: content, start: 0, end: content.length, headings: [] }];

  const sections = given.headings ? sectionsOf(content) : [];
  let units = unitsOf(content, sections);
  for (;;) {
    units = await countUnits(content, units, options);
    const passages = pack(units, maxTokens, overlapTokens);
    const texts = passages.map(({ start, end }) => content.slice(start, end));
    // Sentences together can give a few more tokens than each alone: what went over is packed again, counted higher.
    const counts = await countTokens(texts);
    const over = passages.filter(
      ({ last, first }, index) => last > first && (counts[index] ?? 0) > maxTokens,
    );
    if (over.length === 0) {
      return passages.map(({ start, end }, index) => ({
        text: texts[index] as string,
        start,
        end,
        headings: headingsAbove(sections, start),
      }));
    }
    for (const { first, last } of over) {
      for (const unit of units.slice(first, last + 1)) unit.tokens += Math.ceil(unit.tokens / 8);
    }
  }
}

/** The sentences, cut where headings begin and end. */
function unitsOf(content: string, sections: readonly Section[]): Unit[] {
  const cuts = new Set(sections.flatMap(({ start, headingEnd }) => [start, headingEnd]));
  const inOrder = [...cuts].sort((a, b) => a - b);
  const headings = new Map(sections.map((section) => [section.start, section]));
  let next = 0;
  return sentencesOf(content).flatMap(({ start, end, endsParagraph }) => {
    const bounds = [start];
    for (; next < inOrder.length && (inOrder[next] as number) < end; next++) {
      if ((inOrder[next] as number) > start) bounds.push(inOrder[next] as number);
    }
    bounds.push(end);
    return bounds.slice(1).map((to, index): Unit => {
      const from = bounds[index] as number;
      const heading = headings.get(from);
      return {
        start: from,
        end: to,
        tokens: Number.NaN,
        endsParagraph: to === end ? endsParagraph || cuts.has(end) : true,
        isHeading: heading !== undefined && heading.headingEnd > from,
        beginsSection: heading !== undefined,
      };
    });
  });
}

function headingsAbove(sections: readonly Section[], place: number): string[] {
  if (sections.length === 0) return [];
  const { start, path } = sectionAt(sections, place);
  return place === start ? path.slice(0, -1) : path;
}

function withBytes(countTokens: SplitOptions['countTokens']): SplitOptions['countTokens'] {
  return async (texts) => {
    const counts = await countTokens(texts);
    return texts.map((text, index) =>
      Math.max(counts[index] ?? 0, Math.ceil(Buffer.byteLength(text) / MOST_BYTES_A_TOKEN)),
    );
  };
}

/** Counts the units that are not counted yet; cuts those over the limit, until none is. */
async function countUnits(
  content: string,
  units: Unit[],
  { maxTokens, countTokens }: SplitOptions,
): Promise<Unit[]> {
  let counted = units;
  for (;;) {
    const fresh = counted.filter(({ tokens }) => Number.isNaN(tokens));
    if (fresh.length === 0) return counted;
    const counts = await countTokens(fresh.map(({ start, end }) => content.slice(start, end)));
    for (const [index, unit] of fresh.entries()) unit.tokens = Math.max(1, counts[index] ?? 1);
    counted = counted.flatMap((unit) =>
      unit.tokens > maxTokens ? smaller(content, unit, maxTokens) : [unit],
    );
  }
}

/** The parts of a unit that is too long; the unit itself where it is one character and cannot be cut. */
function smaller(content: string, unit: Unit, maxTokens: number): Unit[] {
  const length = unit.end - unit.start;
  const size = Math.max(1, Math.floor((length * maxTokens) / unit.tokens / 1.1));
  const parts = pieces(content, unit, size);
  if (parts.length === 1) return [{ ...unit, tokens: maxTokens }];
  return parts.map((part, index) => ({
    ...part,
    tokens: Number.NaN,
    endsParagraph: unit.endsParagraph && index === parts.length - 1,
    isHeading: unit.isHeading,
    beginsSection: unit.beginsSection && index === 0,
  }));
}

interface Packed extends Stretch {
  /** The first and last unit. */
  first: number;
  last: number;
}

function pack(units: readonly Unit[], maxTokens: number, overlapTokens: number): Packed[] {
  /** Tokens before each unit. */
  const before = [0];
  for (const [index, { tokens }] of units.entries()) before.push((before[index] as number) + tokens);
  const tokensOf = (first: number, last: number) => (before[last + 1] as number) - (before[first] as number);
  const passages: Packed[] = [];
  for (let next = 0; next < units.length; ) {
    let first = next;
    const previous = passages.at(-1);
    if (previous) {
      const room = Math.min(overlapTokens, maxTokens - tokensOf(next, next));
      const inSection = () => !(units[first] as Unit).beginsSection;
      while (first - 1 > previous.first && inSection() && tokensOf(first - 1, next - 1) <= room) first--;
    }
    const target = evenSize(tokensOf(first, units.length - 1), maxTokens, overlapTokens);
    const last = endOf(units, first, next, maxTokens, target);
    passages.push({ first, last, start: (units[first] as Unit).start, end: (units[last] as Unit).end });
    next = last + 1;
  }
  return passages;
}

/** The size at which all passages still to make come out about the same, rather than full ones and a scrap. */
function evenSize(total: number, maxTokens: number, overlapTokens: number): number {
  const stride = Math.max(1, maxTokens - overlapTokens);
  const count = Math.max(1, Math.ceil((total - overlapTokens) / stride));
  return Math.min(maxTokens, Math.ceil((total - overlapTokens) / count) + overlapTokens);
}

/** The last unit of the passage that begins with `first` and has to hold `next`. */
function endOf(
  units: readonly Unit[],
  first: number,
  next: number,
  maxTokens: number,
  target: number,
): number {
  let tokens = 0;
  let paragraph = -1;
  // A heading does not end a passage, unless nothing else is in it.
  const withoutHeading = (last: number) => {
    let end = last;
    while (end > next && units[end]?.isHeading) end--;
    return units[end]?.isHeading ? last : end;
  };
  for (let index = first; index < units.length; index++) {
    const unit = units[index] as Unit;
    tokens += unit.tokens;
    if (tokens > maxTokens && index > next) return paragraph >= 0 ? paragraph : withoutHeading(index - 1);
    const mayEnd = unit.endsParagraph && !unit.isHeading && index >= next;
    if (mayEnd && tokens >= target * FULL_ENOUGH) paragraph = index;
    if (tokens >= target && index >= next) return paragraph >= 0 ? paragraph : withoutHeading(index);
  }
  return units.length - 1;
}
