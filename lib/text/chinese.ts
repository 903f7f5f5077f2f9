import pairs from 'opencc-js/dict/TSCharacters';

/** OpenCC's table of Traditional characters; where one has several Simplified forms, the first, commonest one. */
const SIMPLIFIED = new Map(
  pairs.split('|').map((pair) => {
    const [traditional = '', simplified = ''] = pair.split(' ');
    return [traditional, simplified] as const;
  }),
);

/** The Simplified form of one character, or the character itself. */
export function simplified(character: string): string {
  return SIMPLIFIED.get(character) ?? character;
}
