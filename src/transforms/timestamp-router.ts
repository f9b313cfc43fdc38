/** Owns the TimestampRouter transform: topics that carry the time of the record. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import { JavaDateFormat } from '../data/java-date-format';
import { DataError } from '../errors';

const CONFIG = new ConfigDef()
  .define({
    name: 'topic.format',
    type: 'STRING',
    default: '${topic}-${timestamp}',
    importance: 'HIGH',
    doc: 'The new topic; `${topic}` and `${timestamp}` stand for the old one and the time of the record.',
  })
  .define({
    name: 'timestamp.format',
    type: 'STRING',
    default: 'yyyyMMdd',
    importance: 'HIGH',
    doc: "How the time is written, as a pattern of Java's SimpleDateFormat; in UTC.",
  });

/** Changes topics by the timestamp of the record. As in Java a faulty pattern is an error of the first record. */
export class TimestampRouter<R extends ConnectRecord = ConnectRecord> extends Transformation<R> {
  #topicFormat = '';
  #pattern = '';
  #format: JavaDateFormat | undefined;

  config(): ConfigDef {
    return CONFIG;
  }

  configure(props: Props): void {
    const settings = CONFIG.parse(props);
    this.#topicFormat = settings['topic.format'];
    this.#pattern = settings['timestamp.format'];
    this.#format = undefined;
  }

  apply(record: R): R {
    const { topic, timestamp } = record;
    if (timestamp === null) throw new DataError(`Timestamp missing on record: topic ${topic}`);
    this.#format ??= new JavaDateFormat(this.#pattern);
    const time = this.#format.format(new Date(timestamp));
    const updated = this.#topicFormat.replaceAll('${topic}', () => topic).replaceAll('${timestamp}', () => time);
    return record.newRecord({ topic: updated });
  }
}
