import { compile, type DomNode, type FormatCallback } from 'html-to-text';

/** Of a link to its own heading, all that is said. */
const permalink = /^[#¶§🔗\s\u200b]*$/u;
/** Deeper elements are left out, before they fill the stack. */
const mostDepth = 500;

const skipped = [
  'nav',
  'aside',
  'footer',
  'form',
  'button',
  'select',
  'script',
  'style',
  'noscript',
  'template',
  'iframe',
  'svg',
  'img',
  'hr',
  '[hidden]',
  '[aria-hidden=true]',
  '[role=navigation]',
];

const blocks = ['dl', 'details', 'figure', 'figcaption', 'address', 'fieldset', 'center', 'hgroup', 'dialog'];
const lines = ['dt', 'dd', 'summary', 'legend', 'option'];

/** ## A heading */
const heading: FormatCallback = (element, walk, builder, { level }) => {
  builder.openBlock({ leadingLineBreaks: 2 });
  walk(element.children, builder);
  builder.closeBlock({
    trailingLineBreaks: 2,
    blockTransform(text) {
      const line = text.replace(/\s+/g, ' ').trim();
      return line && `${'#'.repeat(level)} ${line}`;
    },
  });
};

/** Code between fences, in which a line that begins with # is no heading. */
const code: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ isPre: true, leadingLineBreaks: 2 });
  walk(element.children, builder);
  builder.closeBlock({
    trailingLineBreaks: 2,
    blockTransform: (text) => (text.trim() === '' ? '' : `\`\`\`\n${text.replace(/\n+$/, '')}\n\`\`\``),
  });
};

/** What a link says, not where it leads. */
const link: FormatCallback = ({ children = [] }: DomNode, walk, builder) => {
  if (!children.every(({ type, data }) => type === 'text' && permalink.test(data ?? ''))) {
    walk(children, builder);
  }
};

/** A row a line, its cells with | between them; what is laid out as a table but holds more, one cell after another. */
const rows: FormatCallback = (element, walk, builder) => {
  builder.openTable();
  for (const row of rowsOf(element)) {
    builder.openTableRow();
    for (const cell of row) {
      builder.openTableCell();
      walk(cell.children ?? [], builder);
      builder.closeTableCell();
    }
    builder.closeTableRow();
  }
  builder.closeTable({
    leadingLineBreaks: 2,
    trailingLineBreaks: 2,
    tableToString: (cells) => {
      const texts = cells.map((row) => row.map(({ text }) => text.trim()));
      const filled = texts.filter((row) => row.some((text) => text !== ''));
      if (filled.flat().some((text) => text.includes('\n'))) {
        return filled
          .flat()
          .filter((text) => text !== '')
          .join('\n\n');
      }
      // An empty cell keeps those behind it in their columns.
      return filled.map((row) => row.join(' | ').replace(/[ |]+$/, '')).join('\n');
    },
  });
};

/** The cells of each row; a caption is a row of its own. */
function rowsOf({ children = [] }: DomNode): DomNode[][] {
  return children.flatMap((child) => {
    if (child.name === 'caption') return [[child]];
    if (child.name === 'tr') {
      return [(child.children ?? []).filter(({ name }) => name === 'td' || name === 'th')];
    }
    return ['thead', 'tbody', 'tfoot', 'center'].includes(child.name ?? '') ? rowsOf(child) : [];
  });
}

/**
 * The text of HTML, as Markdown has it where that says something: `#` before headings, lists, fenced code, a table's row
 * in a line. Addresses of links and what is not read (scripts, navigation, forms) are left out.
 */
export const textOfHtml: (html: string) => string = compile({
  wordwrap: false,
  limits: { maxDepth: mostDepth, maxInputLength: Number.MAX_SAFE_INTEGER },
  formatters: { heading, code, link, rows },
  selectors: [
    ...[1, 2, 3, 4, 5, 6].map((level) => ({ selector: `h${level}`, format: 'heading', options: { level } })),
    { selector: 'pre', format: 'code' },
    { selector: 'a', format: 'link' },
    { selector: 'table', format: 'rows' },
    ...blocks.map((selector) => ({ selector, format: 'block' })),
    ...lines.map((selector) => ({
      selector,
      format: 'block',
      options: { leadingLineBreaks: 1, trailingLineBreaks: 1 },
    })),
    { selector: 'ul', options: { itemPrefix: '- ' } },
    ...skipped.map((selector) => ({ selector, format: 'skip' })),
  ],
});
