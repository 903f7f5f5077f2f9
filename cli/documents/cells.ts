import type { FieldType } from '../generated/operations.ts';

const integer = /^[+-]?\d{1,19}$/;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const yes = /^(true|t|yes|y|1)$/i;
const no = /^(false|f|no|n|0)$/i;
/** What stands between the entries of a list: the first of these that is in the cell. */
const separators = ['|', ';', ','];

/**
 * The value that the text of a cell is, for the field that it belongs to. What is no such value stays text: the server
 * then says what is wrong with it.
 * @param separator between the entries of a list. @default | or ; or , whichever is there, in this order
 */
export function cellValue(cell: string, type: FieldType, separator?: string): unknown {
  const text = cell.trim();
  switch (type) {
    case 'INT':
      return integer.test(text) ? wholeNumber(text) : cell;
    case 'FLOAT':
      return decimal.test(text) ? Number(text) : cell;
    case 'BOOLEAN':
      if (yes.test(text)) return true;
      return no.test(text) ? false : cell;
    case 'STRING_LIST':
      return listOf(text, separator);
    case 'DATETIME':
      return text;
    case 'STRING':
      return cell;
  }
}

/** A `bigint` where a `number` cannot hold it. */
function wholeNumber(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text.replace(/^\+/, ''));
}

/** ["a", "b"] as JSON writes it, or entries with a separator between them. */
function listOf(text: string, separator: string | undefined): string[] {
  try {
    const list: unknown = text.startsWith('[') ? JSON.parse(text) : undefined;
    if (Array.isArray(list) && list.every((entry) => typeof entry === 'string')) return list;
  } catch {
    // Then the brackets are part of its entries.
  }
  const between = separator ?? separators.find((each) => text.includes(each));
  const entries = between === undefined ? [text] : text.split(between);
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}
