import { asUtf8, bytesOf, fileBytes, type OpenedFile, textOf } from './bytes.ts';
import type { CsvOptions } from './csv.ts';
import type { Content, Entry } from './document.ts';
import { imageDocument } from './images.ts';
import { readJsonLines } from './json-lines.ts';
import { readJson } from './json-values.ts';
import { fileName, markdownDocument } from './markdown.ts';
import type { RecordMapping, RecordOptions } from './record.ts';

export const formats = ['jsonl', 'json', 'csv', 'tsv', 'markdown', 'html', 'pdf', 'image', 'text'] as const;
export type Format = (typeof formats)[number];

export interface FormatOptions extends RecordMapping, CsvOptions {
  /** The encoding of text, by a name that `TextDecoder` knows. @default what the file says of itself, else UTF-8 */
  encoding?: string | undefined;
  /** Told of each file of many documents that is read. */
  onOpen?: ((file: OpenedFile) => void) | undefined;
}

/** Whether a file of this format is one document, whose id is its path. */
export function holdsOneDocument(format: Format): boolean {
  return !['jsonl', 'json', 'csv', 'tsv'].includes(format);
}

/**
 * The records of a file. What reads tables, pages and PDF files is loaded when there is one.
 * @param file its name in documents and problems
 * @throws Error where it cannot be read on
 */
export async function* entriesOf(
  path: string,
  file: string,
  format: Format,
  options: FormatOptions & RecordOptions,
): AsyncGenerator<Entry> {
  if (holdsOneDocument(format)) {
    yield { at: {}, content: () => documentIn(path, file, format, options) };
    return;
  }
  const pieces = asUtf8(bytesOf(path, options.onOpen), options.encoding);
  if (format === 'jsonl') yield* readJsonLines(pieces, options);
  else if (format === 'json') yield* readJson(pieces, options);
  else {
    const { readCsv } = await import('./csv.ts');
    const delimiter = options.delimiter ?? (format === 'tsv' ? '\t' : undefined);
    yield* readCsv(pieces, { ...options, delimiter });
  }
}

async function documentIn(
  path: string,
  file: string,
  format: Format,
  options: FormatOptions & RecordOptions,
): Promise<Content> {
  const bytes = await fileBytes(path);
  switch (format) {
    case 'html': {
      const { htmlDocument } = await import('./html.ts');
      return htmlDocument(bytes, file, options);
    }
    case 'pdf': {
      const { pdfDocument } = await import('./pdf.ts');
      return pdfDocument(bytes, file, options);
    }
    case 'image':
      return imageDocument(bytes, file);
    case 'markdown':
      return markdownDocument(textOf(bytes, options.encoding), file);
    default: {
      const content = textOf(bytes, options.encoding).trim();
      return { input: { documentId: file, title: fileName(file), content } };
    }
  }
}
