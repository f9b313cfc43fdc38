/** Owns the TopicNameMatches predicate. */
import type { ConnectRecord } from '../../api/connect-record';
import type { Props } from '../../api/plugin';
import { Predicate } from '../../api/predicate';
import { ConfigDef } from '../../config/config-def';
import { compileJavaRegex, type JavaRegex } from '../../config/java-regex';
import { compositeValidator, nonEmptyString, validJavaRegex } from '../../config/validators';

const CONFIG = new ConfigDef().define({
  name: 'pattern',
  type: 'STRING',
  validator: compositeValidator(nonEmptyString(), validJavaRegex()),
  importance: 'MEDIUM',
  doc: 'Regular expression, in the syntax of Java, that the whole topic must match.',
});

/** How many topics are remembered with their answers; more than that, and all are forgotten. */
const MAX_REMEMBERED = 1000;

/** True for records whose topic matches as a whole. */
export class TopicNameMatches extends Predicate {
  readonly #answers = new Map<string, boolean>();
  #regex: JavaRegex | undefined;

  config(): ConfigDef {
    return CONFIG;
  }

  configure(props: Props): void {
    this.#regex = compileJavaRegex(CONFIG.parse(props).pattern);
    this.#answers.clear();
  }

  test(record: ConnectRecord): boolean {
    // Plugins in JavaScript may make records without a topic.
    const topic = record.topic as string | null;
    return topic !== null && (this.#answers.get(topic) ?? this.#remember(topic));
  }

  #remember(topic: string): boolean {
    const answer = this.#regex?.matches(topic) ?? false;
    if (this.#answers.size >= MAX_REMEMBERED) this.#answers.clear();
    this.#answers.set(topic, answer);
    return answer;
  }
}
