/** Owns how rows look: a table on a terminal, lines with tabs elsewhere. */
import Table from 'cli-table3';

/** A table with lines between its cells. */
export function tableText(head: string[], rows: readonly string[][]): string {
  const made = new Table({ head, style: { head: [], border: [] } });
  made.push(...rows);
  return `${made.toString()}\n`;
}

/** A line for each row. Cells may hold what would look like the next cell. */
export function tabbedLines(rows: readonly (readonly string[])[]): string {
  const clean = (cell: string) => cell.replace(/[\t\n\r]/g, (character) => JSON.stringify(character).slice(1, -1));
  return rows.map((row) => `${row.map(clean).join('\t')}\n`).join('');
}
