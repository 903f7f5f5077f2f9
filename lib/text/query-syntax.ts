/**
 * How a text to search for is read. QUERY: with operators. PLAIN: as it stands. AUTO: with operators, unless it reads as a
 * sentence.
 */
export type QuerySyntax = 'AUTO' | 'QUERY' | 'PLAIN';

/** A text to search for, taken apart. */
export interface ParsedQuery {
  /** What to look for: the text without operators, and without what must not be there. */
  text: string;
  /** The same without what stands in quotes. */
  loose: string;
  /** Words and phrases that must be there. */
  required: string[];
  /** Words and phrases that must not be there. */
  excluded: string[];
}

/** A part in quotes with its sign; a quote opens after no letter or digit, so that 5" is a length. */
const QUOTED =
  '(?<sign>(?<![^\\s])[+-])?(?:(?<![\\p{L}\\p{N}])"(?<ascii>[^"]*)"|“(?<curly>[^“”]*)”|「(?<corner>[^「」]*)」|『(?<hollow>[^『』]*)』)';
/** A word after a sign; what begins with a digit is a number, and what begins with another sign is an option or a line. */
const SIGNED = '(?<![^\\s])(?<wordSign>[+-])(?<word>[\\p{L}\\p{M}][^\\s"“”「」『』]*)';
const OPERATOR = new RegExp(`${QUOTED}|${SIGNED}`, 'gu');
/** The end of a sentence, with what closes after it. */
const SENTENCE = /[.?!。？！…．]["”」』’')\]）]*\s*$/u;
const ONE_QUOTATION = /^\s*(?:"[^"]*"|“[^“”]*”|「[^「」]*」|『[^『』]*』)\s*$/u;
/** Signs as keyboards for Chinese write them. */
const NARROW: Record<string, string> = { '＂': '"', '＋': '+', '－': '-' };
const WIDE = /[＂＋－]/g;
const HAS_WORD = /[\p{L}\p{N}]/u;

/** Takes a text to search for apart. A text without operators comes back as it is. */
export function parseQuery(text: string, syntax: QuerySyntax): ParsedQuery {
  const plain = { text, loose: text, required: [], excluded: [] };
  if (syntax === 'PLAIN') return plain;
  const given = text.replace(WIDE, (sign) => NARROW[sign] as string);
  if (syntax === 'AUTO' && SENTENCE.test(given) && !ONE_QUOTATION.test(given)) return plain;
  const [required, excluded]: string[][] = [[], []];
  const keep = (sign: string | undefined, clause: string) =>
    void (sign === '-' ? excluded : required)?.push(clause);
  const without = (whole: string, inQuotes: boolean) =>
    whole.replace(OPERATOR, (match: string, ...rest: unknown[]) => {
      const groups = rest.at(-1) as Record<string, string | undefined>;
      const quoted = groups.ascii ?? groups.curly ?? groups.corner ?? groups.hollow;
      const clause = (quoted ?? groups.word ?? '').trim();
      if (!HAS_WORD.test(clause)) return match;
      const sign = quoted === undefined ? groups.wordSign : groups.sign;
      if (inQuotes) keep(sign, clause);
      return sign === '-' || (quoted !== undefined && !inQuotes) ? ' ' : ` ${clause} `;
    });
  const kept = without(given, true);
  if (kept === given) return plain;
  return { text: spaced(kept), loose: spaced(without(given, false)), required, excluded } as ParsedQuery;
}

const spaced = (text: string) => text.replace(/\s+/gu, ' ').trim();
