/** Owns the lines at the foot of a terminal that are drawn again and again, below everything else that is written. */

/** A terminal as Node gives it. */
export interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write: NodeJS.WriteStream['write'];
}

const ESCAPE = '\u001b';

const COLOURS = /\u001b\[[\d;]*m/g;

/** The foot of one terminal. What others write to it, or to another stream that is the same terminal, goes above. */
export class TerminalScreen {
  readonly #terminal: TerminalStream;
  readonly #write: (text: string) => void;
  readonly #restore: (() => void)[] = [];
  #lines: readonly string[] = [];
  #isDrawn = false;
  /** The last that was written above has not come to the end of its line. */
  #isMidLine = false;

  /** Takes over the writing of `terminal` and of those of the `others` that are terminals, until `close`. */
  constructor(terminal: TerminalStream, others: readonly TerminalStream[] = []) {
    this.#terminal = terminal;
    const write = terminal.write.bind(terminal);
    this.#write = (text) => void write(text);
    for (const stream of [terminal, ...others]) if (stream.isTTY === true) this.#takeOver(stream);
  }

  get columns(): number {
    return this.#terminal.columns ?? 80;
  }

  get rows(): number {
    return this.#terminal.rows ?? 24;
  }

  /** A destination of log lines. */
  readonly write = (text: string): void => {
    this.#above(text, () => this.#write(text));
  };

  /** Shows these lines in place of those before. None may be wider than the terminal. */
  draw(lines: readonly string[]): void {
    const isSame =
      this.#isDrawn && lines.length === this.#lines.length && lines.every((line, at) => line === this.#lines[at]);
    if (isSame) return;
    const erased = this.#erasure();
    this.#lines = lines;
    this.#show(erased);
  }

  /** Takes the lines away and gives the streams back. Idempotent. */
  close(): void {
    this.draw([]);
    for (const restore of this.#restore.splice(0)) restore();
  }

  #takeOver(stream: TerminalStream): void {
    const original = stream.write;
    const write = original.bind(stream) as (...args: unknown[]) => boolean;
    stream.write = (...args: unknown[]) => {
      let isTaken = true;
      this.#above(String(args[0]), () => (isTaken = write(...args)));
      return isTaken;
    };
    this.#restore.push(() => (stream.write = original));
  }

  #above(text: string, write: () => void): void {
    const erased = this.#erasure();
    if (erased !== '') this.#write(erased);
    this.#isDrawn = false;
    write();
    if (text !== '') this.#isMidLine = !text.endsWith('\n');
    this.#show('');
  }

  #show(before: string): void {
    this.#isDrawn = !this.#isMidLine;
    const text = this.#isDrawn ? before + this.#lines.map((line) => `${line}\n`).join('') : before;
    if (text !== '') this.#write(text);
  }

  /** A terminal that was made narrower has broken the lines. */
  #erasure(): string {
    if (!this.#isDrawn || this.#lines.length === 0) return '';
    const heights = this.#lines.map((line) => Math.max(1, Math.ceil(line.replace(COLOURS, '').length / this.columns)));
    return `\r${ESCAPE}[${heights.reduce((sum, height) => sum + height, 0)}A${ESCAPE}[J`;
  }
}
