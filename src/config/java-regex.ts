/** Owns Java regular expressions in configurations: the same answer as java.util.regex, or refused with a reason. */
import { ConfigError } from '../errors';
import { hasEmptyTurnFirst } from './java-regex-analysis';
import { emitJavaScript, type EmittedRegex } from './java-regex-emitter';
import type { ParsedRegex } from './java-regex-node';
import { parseJavaRegex } from './java-regex-parser';
import { compileReplacement, type JavaReplacement } from './java-replacement';

/**
 * A compiled Java pattern. Ask `compileJavaRegex` for one. The reference is Java 17. Two things are not Java's: letters
 * and scripts are those of the Unicode version that this Node has, and `find` does not look inside of a surrogate pair.
 * Nothing limits how long a match may take: a pattern such as `(a+)+$` takes exponential time, as in Java.
 */
export class JavaRegex {
  /** The pattern as it was given. */
  readonly pattern: string;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  readonly #whole: RegExp;
  readonly #here: RegExp;
  readonly #emitted: EmittedRegex;
  readonly #hasEmptyTurnFirst: boolean;

  constructor(pattern: string, parsed: ParsedRegex) {
    this.pattern = pattern;
    this.groupCount = parsed.groupCount;
    this.groupNames = parsed.groupNames;
    this.#emitted = emitJavaScript(parsed, pattern);
    this.#hasEmptyTurnFirst = hasEmptyTurnFirst(parsed.root);
    this.#whole = compile({ source: `^(?:${this.#emitted.source})$`, flags: 'v' }, pattern);
    this.#here = compile({ source: this.#emitted.source, flags: 'vy' }, pattern);
  }

  /** True when the whole text matches, as Java's `Matcher.matches()`. */
  matches(text: string): boolean {
    return this.#whole.test(text);
  }

  /** True when the pattern matches somewhere, as Java's `Matcher.find()`. */
  find(text: string): boolean {
    return this.#firstMatch(text) !== null;
  }

  /**
   * Parses a replacement for `replaceFirst`. Throws IllegalArgumentError for what Java refuses, ConfigError where the
   * value of a group that it uses would not surely be the same as in Java.
   */
  replacement(text: string): JavaReplacement {
    const replacement = compileReplacement(text, this);
    for (const part of replacement.parts) {
      if (typeof part !== 'number' || !this.#emitted.uncertain.has(part)) continue;
      throw new ConfigError(
        `Group ${part} in the replacement ${text} is not supported: a loop or look-around may leave it unset in\n${this.pattern}`,
      );
    }
    if (this.#hasEmptyTurnFirst) {
      throw new ConfigError(
        `A loop that may match nothing is not supported together with a replacement in\n${this.pattern}`,
      );
    }
    return replacement;
  }

  /** Replaces the first place that matches, as Java's `Matcher.replaceFirst`; the text itself when there is none. */
  replaceFirst(text: string, replacement: JavaReplacement): string {
    const match = this.#firstMatch(text);
    if (match === null) return text;
    let result = text.slice(0, match.index);
    for (const part of replacement.parts) {
      result += typeof part === 'string' ? part : (match[this.#emitted.groupNumbers[part] ?? 0] ?? '');
    }
    return result + text.slice(match.index + match[0].length);
  }

  #firstMatch(text: string): RegExpExecArray | null {
    // Place by place: V8's own search misses places with negated classes in look-aheads (flag v, Node 20), and looks for
    // empty matches in the middle of surrogate pairs.
    let index = 0;
    for (const char of `${text}\0`) {
      this.#here.lastIndex = index;
      const match = this.#here.exec(text);
      if (match !== null) return match;
      index += char.length;
    }
    return null;
  }
}

/**
 * Compiles a pattern in Java's syntax. Throws ConfigError, with the reason and the position, for a pattern that Java
 * refuses and for one that would not surely behave the same here.
 */
export function compileJavaRegex(pattern: string): JavaRegex {
  return new JavaRegex(pattern, parseJavaRegex(pattern));
}

function compile(regex: { source: string; flags: 'v' | 'vy' }, pattern: string): RegExp {
  try {
    return new RegExp(regex.source, regex.flags);
  } catch (error) {
    throw new ConfigError(`Not supported: ${pattern}`, { cause: error });
  }
}
