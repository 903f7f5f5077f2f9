import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  getDocument,
  InvalidPDFException,
  PasswordException,
  type PDFDocumentProxy,
  VerbosityLevel,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import { type Declared, welcome } from './declared.ts';
import type { Content } from './document.ts';
import { fileName } from './markdown.ts';
import { type Glyphs, pageText } from './pdf-text.ts';

/** What the package brings of fonts that files name but do not hold, above all Chinese, Japanese and Korean ones. */
const fonts = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** Titles that programs put in where nobody gave one. */
const noTitle =
  /^(untitled|microsoft (word|powerpoint|excel)|(document|slide|presentation|book|folie)\s*\d*$)/i;
const fileTitle = /\.(docx?|pptx?|xlsx?|odt|odp|indd|qxd|tex|dvi|ps|rtf|pages|key|pdf)$/i;
const noAuthor = /^(anonymous|unknown|user|author|administrator|admin|root|owner)$/i;

/** A PDF file as a document: the text of its pages, one after another, with its title, author and number of pages. */
export async function pdfDocument(
  bytes: Buffer,
  file: string,
  { declared }: { declared: Declared },
): Promise<Content> {
  const loading = getDocument({
    // The reader keeps what it gets, and a Buffer may be a part of something larger.
    data: new Uint8Array(bytes),
    cMapUrl: join(fonts, 'cmaps/'),
    standardFontDataUrl: join(fonts, 'standard_fonts/'),
    useSystemFonts: false,
    disableFontFace: true,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const pdf = await loading.promise;
    const content = await textOf(pdf);
    const pages = pdf.numPages;
    if (content === '') return { problem: noText(pages) };
    const { title, author } = await infoOf(pdf);
    return {
      input: {
        documentId: file,
        title: title ?? fileName(file),
        content,
        metadata: welcome({ author, pages }, declared),
      },
    };
  } catch (error) {
    if (error instanceof PasswordException) return { problem: 'is encrypted: it opens with a password only' };
    if (error instanceof InvalidPDFException) return { problem: `is no PDF file: ${error.message}` };
    throw error;
  } finally {
    await loading.destroy();
  }
}

function noText(pages: number): string {
  return `has no text on its ${pages === 1 ? 'page' : `${pages} pages`}, as after scanning: run text recognition (OCR) over it first`;
}

async function textOf(pdf: PDFDocumentProxy): Promise<string> {
  const texts: string[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const text = pageText(items.filter((item) => 'str' in item) as Glyphs[]);
    if (text !== '') texts.push(text);
    page.cleanup();
  }
  return texts.join('\n\n');
}

async function infoOf(pdf: PDFDocumentProxy): Promise<{ title?: string; author?: string }> {
  const { info } = await pdf.getMetadata();
  const { Title, Author } = info as { Title?: unknown; Author?: unknown };
  const [title, author] = [textIn(Title), textIn(Author)];
  return {
    ...(title && !noTitle.test(title) && !fileTitle.test(title) && { title }),
    ...(author && !noAuthor.test(author) && { author }),
  };
}

function textIn(value: unknown): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: some programs end texts as C does
  return typeof value === 'string' ? value.replace(/[\s\u0000-\u001f\ufffd]+/g, ' ').trim() : '';
}
