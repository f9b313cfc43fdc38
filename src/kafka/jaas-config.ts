/** Owns the text of `sasl.jaas.config`: one login module, a control flag and options. Messages never show the text. */
import { tokenizeJaas } from '../config/jaas-tokens';
import { refuse } from './client-property-rules';

const KEY = 'sasl.jaas.config';
const FLAGS = ['required', 'requisite', 'sufficient', 'optional'];

/** A login module with its options. */
export interface JaasConfig {
  readonly module: string;
  readonly options: ReadonlyMap<string, string>;
}

/** Reads the text. Throws ConfigError for anything but exactly one login module. */
export function parseJaasConfig(text: string): JaasConfig {
  const tokens = tokenizeJaas(text);
  if (tokens === undefined) throw refuse(KEY, 'a quotation mark is missing');
  const [module, flag] = tokens;
  if (module === undefined || module.isSign) throw refuse(KEY, 'it names no login module');
  if (flag === undefined || !FLAGS.includes(flag.text.toLowerCase())) {
    throw refuse(KEY, `the login module must be followed by one of ${FLAGS.join(', ')}`);
  }
  const options = new Map<string, string>();
  let at = 2;
  for (;;) {
    const name = tokens[at];
    if (name === undefined) throw refuse(KEY, 'it does not end with a semicolon');
    if (name.isSign) {
      if (name.text !== ';') throw refuse(KEY, 'an option has no name');
      break;
    }
    const [sign, value] = [tokens[at + 1], tokens[at + 2]];
    if (sign?.isSign !== true || sign.text !== '=' || value === undefined || value.isSign) {
      throw refuse(KEY, `option number ${options.size + 1} has no value; is a quotation mark missing?`);
    }
    options.set(name.text, value.text);
    at += 3;
  }
  if (at + 1 < tokens.length) throw refuse(KEY, 'it must have one login module, not several');
  return { module: module.text, options };
}
