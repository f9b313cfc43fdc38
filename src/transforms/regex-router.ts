/** Owns the RegexRouter transform: changes topics by a regular expression. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import { compileJavaRegex, type JavaRegex } from '../config/java-regex';
import { validJavaRegex } from '../config/validators';
import { IllegalArgumentError } from '../errors';

const CONFIG = new ConfigDef()
  .define({
    name: 'regex',
    type: 'STRING',
    validator: validJavaRegex(),
    importance: 'HIGH',
    doc: 'Regular expression, in the syntax of Java, that the whole topic must match.',
  })
  .define({
    name: 'replacement',
    type: 'STRING',
    importance: 'HIGH',
    doc: 'What takes the place of the first match; `$1` and `${name}` stand for groups.',
  });

/** How many topics are remembered with their answers; more than that, and all are forgotten. */
const MAX_REMEMBERED = 1000;

/**
 * Replaces the first match in a topic, if the topic as a whole matches too. As in Java a faulty replacement is an error
 * of the first record that it is used for.
 */
export class RegexRouter<R extends ConnectRecord = ConnectRecord> extends Transformation<R> {
  readonly #topics = new Map<string, string>();
  #route: (topic: string) => string = (topic) => topic;

  config(): ConfigDef {
    return CONFIG;
  }

  configure(props: Props): void {
    const { regex, replacement } = CONFIG.parse(props);
    this.#topics.clear();
    this.#route = compileRoute(compileJavaRegex(regex), replacement);
  }

  apply(record: R): R {
    const topic = this.#topics.get(record.topic) ?? this.#remember(record.topic);
    return topic === record.topic ? record : record.newRecord({ topic });
  }

  #remember(topic: string): string {
    const routed = this.#route(topic);
    if (this.#topics.size >= MAX_REMEMBERED) this.#topics.clear();
    this.#topics.set(topic, routed);
    return routed;
  }
}

function compileRoute(regex: JavaRegex, text: string): (topic: string) => string {
  try {
    const replacement = regex.replacement(text);
    return (topic) => (regex.matches(topic) ? regex.replaceFirst(topic, replacement) : topic);
  } catch (error) {
    if (!(error instanceof IllegalArgumentError)) throw error;
    return (topic) => {
      if (regex.matches(topic)) throw error;
      return topic;
    };
  }
}
