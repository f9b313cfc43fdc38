/** Owns the grammar of Java's regular expressions: alternatives, groups, quantifiers and flags. */
import { ANY, negation, charText } from './java-regex-set';
import { literalSet, readClass } from './java-regex-class';
import { readEscape } from './java-regex-escape';
import { END, JavaRegexSource, type RegexFlags } from './java-regex-source';
import { boundary, INPUT_END, INPUT_START, lineEnd, lineStart } from './java-regex-boundary';
import type { ParsedRegex, QuantifierMode, RegexNode } from './java-regex-node';

const MAX_REPEATS = 0x7fffffff;

/** Parses a pattern. Throws ConfigError for what Java refuses and for what cannot be translated. */
export function parseJavaRegex(pattern: string): ParsedRegex {
  return new JavaRegexParser(new JavaRegexSource(pattern)).parse();
}

class JavaRegexParser {
  readonly #source: JavaRegexSource;
  readonly #names = new Map<string, number>();
  #groupCount = 0;

  constructor(source: JavaRegexSource) {
    this.#source = source;
  }

  parse(): ParsedRegex {
    const root = this.#readAlternation();
    if (this.#source.peek() !== END) this.#source.fail("Unmatched closing ')'");
    return { root, groupCount: this.#groupCount, groupNames: this.#names };
  }

  #readAlternation(): RegexNode {
    const branches = [this.#readSequence()];
    while (this.#source.accept('|')) branches.push(this.#readSequence());
    const [only] = branches;
    return branches.length === 1 && only !== undefined ? only : { kind: 'alternation', branches };
  }

  #readSequence(): RegexNode {
    const items: RegexNode[] = [];
    for (;;) {
      this.#source.skipComments();
      if (this.#source.peek() === END || this.#source.is('|') || this.#source.is(')')) break;
      const item = this.#readItem();
      if (item !== null) items.push(this.#readQuantifier(item));
    }
    return { kind: 'sequence', items };
  }

  /** One construct without its quantifier; null for flags that only change what follows. */
  #readItem(): RegexNode | null {
    const source = this.#source;
    const flags = source.flags;
    if (source.accept('(')) return this.#readGroup();
    if (source.accept('[')) return { kind: 'char', js: readClass(source) };
    if (source.accept('\\')) return this.#readEscape();
    if (source.accept('^')) return { kind: 'assert', js: flags.m ? lineStart(flags) : INPUT_START };
    if (source.accept('$')) return { kind: 'assert', js: lineEnd(flags) };
    if (source.accept('.')) return { kind: 'char', js: dot(flags) };
    for (const meta of ['?', '*', '+']) {
      if (source.accept(meta)) source.fail(`Dangling meta character '${meta}'`);
    }
    if (source.is('{')) source.fail('Illegal repetition', source.position);
    const codePoint = source.peek();
    source.position += 1;
    return this.#literal(codePoint);
  }

  #literal(codePoint: number): RegexNode {
    return { kind: 'char', js: this.#source.flags.i ? literalSet(this.#source, codePoint) : charText(codePoint) };
  }

  #readEscape(): RegexNode {
    const escape = readEscape(this.#source);
    if (escape.kind === 'char') return this.#literal(escape.codePoint);
    if (escape.kind === 'set') return { kind: 'char', js: escape.set };
    switch (escape.letter) {
      case 'A':
      case 'G':
        return { kind: 'assert', js: INPUT_START };
      case 'z':
        return { kind: 'assert', js: INPUT_END };
      case 'Z':
        return { kind: 'assert', js: lineEnd({ ...this.#source.flags, m: false }) };
      case 'R':
        return { kind: 'linebreak' };
      case 'b':
      case 'B':
        return this.#readBoundary(escape.letter);
      case 'k':
        return this.#readNamedReference();
      default:
        return this.#readNumberedReference(Number(escape.letter));
    }
  }

  #readBoundary(letter: 'b' | 'B'): RegexNode {
    if (letter === 'b' && this.#source.is('{')) this.#source.fail('\\b{g} is not supported');
    return { kind: 'assert', js: boundary(letter === 'b', this.#source.flags) };
  }

  #readNumberedReference(firstDigit: number): RegexNode {
    const source = this.#source;
    const position = source.position - 1;
    let group = firstDigit;
    for (let digit = source.peek() - 0x30; digit >= 0 && digit <= 9; digit = source.peek() - 0x30) {
      if (source.isQuoted || group * 10 + digit > this.#groupCount) break;
      group = group * 10 + digit;
      source.position += 1;
    }
    if (source.flags.x && source.isBlankOrHash()) source.skipComments();
    if (source.flags.x && /^[0-9]$/.test(String.fromCodePoint(Math.max(source.peek(), 0)))) {
      source.fail('A digit after a back-reference together with the flag x is not supported', source.position);
    }
    return this.#reference(group, position);
  }

  #readNamedReference(): RegexNode {
    const source = this.#source;
    const position = source.position - 1;
    if (!source.accept('<')) source.fail("\\k is not followed by '<' for named capturing group", source.position);
    const name = this.#readGroupName();
    const group = this.#names.get(name) ?? source.fail(`named capturing group <${name}> does not exist`);
    return this.#reference(group, position);
  }

  #reference(group: number, position: number): RegexNode {
    if (this.#source.flags.i) this.#source.fail('A back-reference together with the flag i is not supported', position);
    return { kind: 'backreference', group, position };
  }

  #readGroupName(): string {
    const source = this.#source;
    let name = source.read();
    if (!/^[A-Za-z]$/.test(name)) source.fail('capturing group name does not start with a Latin letter');
    let char = source.read();
    for (; /^[A-Za-z0-9]$/.test(char); char = source.read()) name += char;
    if (char !== '>') source.fail("named capturing group is missing trailing '>'");
    return name;
  }

  #readGroup(): RegexNode | null {
    const source = this.#source;
    const saved = { ...source.flags };
    source.skipComments();
    const open = source.accept('?') ? this.#readGroupKind() : this.#capturing(undefined);
    if (open === null) return null;
    const body = this.#readAlternation();
    if (!source.accept(')')) source.fail('Unclosed group', source.position);
    Object.assign(source.flags, saved);
    return open(body);
  }

  /** What to make of the body of a group that starts with a question mark; null when it only sets flags. */
  #readGroupKind(): ((body: RegexNode) => RegexNode) | null {
    const source = this.#source;
    if (source.accept(':')) return (body) => ({ kind: 'group', capture: null, body });
    if (source.accept('=')) return (body) => ({ kind: 'look', ahead: true, negative: false, body });
    if (source.accept('!')) return (body) => ({ kind: 'look', ahead: true, negative: true, body });
    if (source.accept('>')) return (body) => ({ kind: 'atomic', body });
    if (!source.accept('<')) return this.#readFlags();
    if (source.accept('=')) return (body) => ({ kind: 'look', ahead: false, negative: false, body });
    if (source.accept('!')) return (body) => ({ kind: 'look', ahead: false, negative: true, body });
    const name = this.#readGroupName();
    if (this.#names.has(name)) source.fail(`Named capturing group <${name}> is already defined`);
    return this.#capturing(name);
  }

  #capturing(name: string | undefined): (body: RegexNode) => RegexNode {
    this.#groupCount += 1;
    const capture = this.#groupCount;
    if (name !== undefined) this.#names.set(name, capture);
    return (body) => ({ kind: 'group', capture, body });
  }

  #readFlags(): ((body: RegexNode) => RegexNode) | null {
    const source = this.#source;
    let isOn = true;
    let letter = source.read();
    for (; letter !== ')' && letter !== ':'; letter = source.read()) {
      if (letter === '-' && isOn) isOn = false;
      else this.#setFlag(letter, isOn);
    }
    return letter === ')' ? null : (body) => ({ kind: 'group', capture: null, body });
  }

  #setFlag(letter: string, isOn: boolean): void {
    const { flags } = this.#source;
    if (letter === 'c') this.#source.fail('Canonical equivalence (flag c) is not supported');
    if (!isFlag(letter))
      this.#source.fail(letter === '$' || letter === '@' ? 'Unknown group type' : 'Unknown inline modifier');
    flags[letter] = isOn;
    if (letter === 'U') flags.u = isOn;
  }

  #readQuantifier(body: RegexNode): RegexNode {
    const source = this.#source;
    source.skipComments();
    const range = this.#readRange();
    if (range === undefined) return body;
    source.skipComments();
    let mode: QuantifierMode = 'greedy';
    if (source.accept('?')) mode = 'lazy';
    else if (source.accept('+')) mode = 'possessive';
    return { kind: 'quantified', body, min: range[0], max: range[1], mode };
  }

  #readRange(): readonly [min: number, max: number] | undefined {
    const source = this.#source;
    if (source.accept('?')) return [0, 1];
    if (source.accept('*')) return [0, Infinity];
    if (source.accept('+')) return [1, Infinity];
    if (!source.accept('{')) return undefined;
    const min = this.#readCount() ?? source.fail('Illegal repetition');
    let max = min;
    if (source.accept(','))
      max = source.is('}') ? Infinity : (this.#readCount() ?? source.fail('Unclosed counted closure'));
    if (!source.accept('}')) source.fail('Unclosed counted closure');
    if (max < min) source.fail('Illegal repetition range');
    return [min, max];
  }

  #readCount(): number | undefined {
    let digits = '';
    while ('0123456789'.split('').some((digit) => this.#source.is(digit))) digits += this.#source.read();
    if (Number(digits) > MAX_REPEATS) this.#source.fail('Illegal repetition range');
    return digits === '' ? undefined : Number(digits);
  }
}

function isFlag(letter: string): letter is keyof RegexFlags {
  return /^[imsduxU]$/.test(letter);
}

function dot(flags: RegexFlags): string {
  if (flags.s) return ANY;
  return negation(flags.d ? '[\\n]' : '[\\n\\r\\x85\\u2028\\u2029]');
}
