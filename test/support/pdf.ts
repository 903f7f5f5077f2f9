/** What a PDF file made for a test says. */
export interface PdfContent {
  /** The lines of each page, by \n; an empty line is a gap. A page without text has a picture's place only. */
  pages: string[];
  title?: string;
  author?: string;
  /** Whether it asks for a password. */
  encrypted?: boolean;
}

const leading = 16;

/**
 * A small PDF file. Its font is named and not held, as in many Chinese files: a reader finds the letters only with the
 * character maps that come with it.
 */
export function pdfOf({ pages, title, author, encrypted = false }: PdfContent): Buffer {
  const objects: string[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, n) => `${6 + 2 * n} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /MSung-Light /Encoding /UniCNS-UCS2-H /DescendantFonts [4 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /MSung-Light /DW 1000 /CIDSystemInfo << /Registry (Adobe) /Ordering (CNS1) /Supplement 0 >> >>',
    `<< /Title ${hexadecimal(title ?? '', '\ufeff')} /Author ${hexadecimal(author ?? '', '\ufeff')} >>`,
  ];
  for (const [number, text] of pages.entries()) {
    const stream = drawing(text);
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${7 + 2 * number} 0 R >>`,
      `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    );
  }
  let file = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const key = `<${'ab'.repeat(32)}>`;
  const encrypt = `/Encrypt << /Filter /Standard /V 1 /R 2 /O ${key} /U ${key} /P -4 >> /ID [<00> <00>]`;
  const trailer = `/Size ${objects.length + 1} /Root 1 0 R /Info 5 0 R ${encrypted ? encrypt : ''}`;
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  return Buffer.from(
    `${file}${table}trailer\n<< ${trailer} >>\nstartxref\n${file.length}\n%%EOF\n`,
    'latin1',
  );
}

function drawing(text: string): string {
  if (text === '') return '0 0 100 100 re f';
  const lines = text.split('\n').map((line) => `${hexadecimal(line)} Tj 0 -${leading} Td`);
  return `BT /F1 12 Tf 50 780 Td ${lines.join(' ')} ET`;
}

/** UTF-16 in a PDF's hexadecimal digits. */
function hexadecimal(text: string, mark = ''): string {
  return `<${Buffer.from(mark + text, 'utf16le')
    .swap16()
    .toString('hex')}>`;
}
