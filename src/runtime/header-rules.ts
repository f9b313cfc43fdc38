/** Owns the rules of `response.http.headers.config`: which headers are put on every response. */
import { ConfigError } from '../errors';

const ACTIONS = ['set', 'add', 'setDate', 'addDate'] as const;

/** One rule; the `…Date` actions take milliseconds since the epoch for their value. */
export interface HeaderRule {
  readonly action: (typeof ACTIONS)[number];
  readonly name: string;
  readonly value: string;
}

/** Parses comma-separated rules `action name:value`; one that holds a comma stands in double quotes. Throws ConfigError. */
export function parseHeaderRules(setting: string): HeaderRule[] {
  if (setting.trim() === '') return [];
  return splitOutsideQuotes(setting).map(parseRule);
}

function splitOutsideQuotes(text: string): string[] {
  const parts = [''];
  let isQuoted = false;
  for (const char of text) {
    if (char === '"') isQuoted = !isQuoted;
    else if (char === ',' && !isQuoted) parts.push('');
    else parts.push((parts.pop() ?? '') + char);
  }
  if (parts.at(-1)?.trim() === '') parts.pop();
  return parts.map((part) => part.trim());
}

function parseRule(rule: string): HeaderRule {
  const [, word = '', pair = ''] = /^(\S+)\s+(.*)$/s.exec(rule) ?? [];
  if (word === '') {
    throw new ConfigError(
      `Invalid format of header config '${rule}'. Expected: '[action] [header name]:[header value]'`,
    );
  }
  const action = ACTIONS.find((known) => known.toLowerCase() === word.toLowerCase());
  if (action === undefined) {
    throw new ConfigError(`Invalid header config action: '${word}'. Expected one of [${ACTIONS.join(', ')}]`);
  }
  const [name = '', value = '', ...others] = pair.split(':').map((part) => part.trim());
  if (value === '' || others.length > 0) {
    throw new ConfigError(
      `Invalid format of header name and header value pair '${pair}'. Expected: '[header name]:[header value]'`,
    );
  }
  if (name === '' || /\s/.test(name)) {
    throw new ConfigError(`Invalid header name '${name}'. The '[header name]' cannot contain whitespace`);
  }
  return { action, name, value };
}
