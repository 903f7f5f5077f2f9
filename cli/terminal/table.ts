import { columnsOf, cut, printable, styled } from './text.ts';

export interface Column<Row> {
  title: string;
  value: (row: Row) => string;
  align?: 'right';
  /** The widest that it may be, in columns of the terminal. */
  most?: number;
  /** Dresses a cell after it has its width. */
  dress?: (cell: string, row: Row) => string;
}

/** Lines of a table whose columns are as wide as their widest cell. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string[] {
  const cells = rows.map((row) => columns.map(({ value, most }) => cut(printable(value(row)), most ?? 200)));
  const widths = columns.map(({ title }, place) =>
    Math.max(columnsOf(title), ...cells.map((line) => columnsOf(line[place] ?? ''))),
  );
  const padded = (text: string, place: number) => {
    const space = ' '.repeat(Math.max(0, (widths[place] ?? 0) - columnsOf(text)));
    return columns[place]?.align === 'right' ? space + text : text + space;
  };
  const head = styled(
    'dim',
    columns
      .map(({ title }, place) => padded(title, place))
      .join('  ')
      .trimEnd(),
  );
  const lines = cells.map((line, index) => {
    const row = rows[index] as Row;
    return line
      .map((text, place) => columns[place]?.dress?.(padded(text, place), row) ?? padded(text, place))
      .join('  ')
      .trimEnd();
  });
  return [head, ...lines];
}
