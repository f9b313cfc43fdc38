/** Owns `check --sample` for one record of a source: it goes through transforms and converters, to the bytes that Kafka would get. */
import type { RawHeader, SerializedValue } from '../api/converter';
import type { SourceRecord } from '../api/source-record';
import { asError } from '../errors';
import { createConverters } from '../runtime/converter-factory';
import type { ConverterSet } from '../runtime/converter-set';
import { createTransformationChain } from '../runtime/transformation-chain';
import type { SampleSurroundings } from './sample';
import { transformSample } from './sample-transforms';
import { shownBytes, shownRecord, type ShownMessage, type ShownSample } from './shown-sample';

/** Takes the record through. What fails becomes a finding at the setting that it is about. Nothing is sent. */
export async function takeSourceSample(record: SourceRecord, surroundings: SampleSurroundings): Promise<ShownSample> {
  const { connector, worker } = surroundings;
  const folders = [connector.folder];
  const converters = await createConverters(worker.plugins, {
    connector: connector.props,
    worker: worker.props,
    folders,
  });
  const chain = await createTransformationChain<SourceRecord>(worker.plugins, connector.props, folders);
  const shown: ShownSample = {
    ...{ connector: connector.file.name ?? '', topic: record.topic, partition: null, offset: null },
    ...{ before: shownRecord(record), after: null, isDropped: false, sent: null },
  };
  try {
    const what = `The next record for ${record.topic}`;
    const after = await transformSample(record, chain, { owner: surroundings, what });
    if (after === null || after === undefined) return { ...shown, isDropped: after === null };
    const sent = await convert(after, converters, surroundings);
    return { ...shown, topic: after.topic, after: shownRecord(after), sent: sent ?? null };
  } finally {
    await chain.close();
  }
}

type ConverterKey = 'key.converter' | 'value.converter' | 'header.converter';

async function convert(
  record: SourceRecord,
  { header, key, value }: ConverterSet,
  surroundings: SampleSurroundings,
): Promise<ShownMessage | undefined> {
  const { topic } = record;
  const attempt = <T>(name: ConverterKey, step: () => T | Promise<T>) =>
    attemptStep(surroundings, name, { topic, step });
  // Converters may add headers of their own.
  const headers: RawHeader[] = [];
  const made = await attempt('header.converter', async () => {
    for (const { key: name, schema, value: data } of record.headers) {
      const bytes = await header.converter.fromConnectHeader(topic, name, { schema, value: data });
      headers.push({ key: name, value: typeof bytes === 'string' ? Buffer.from(bytes) : bytes });
    }
    return true;
  });
  const keyBytes = await attempt<SerializedValue>('key.converter', async () =>
    key.converter.fromConnectData(topic, { schema: record.keySchema, value: record.key }, headers),
  );
  const valueBytes = await attempt<SerializedValue>('value.converter', async () =>
    value.converter.fromConnectData(topic, { schema: record.valueSchema, value: record.value }, headers),
  );
  if (made === undefined || keyBytes === undefined || valueBytes === undefined) return undefined;
  return {
    topic,
    partition: record.kafkaPartition,
    key: shownBytes(keyBytes),
    value: shownBytes(valueBytes),
    headers: headers.map(({ key: name, value: bytes }) => ({ key: name, value: shownBytes(bytes) })),
  };
}

/** Undefined: refused, which is said where the converter is named. */
async function attemptStep<T>(
  { connector, findings, workerFindings }: SampleSurroundings,
  key: ConverterKey,
  { topic, step }: { readonly topic: string; readonly step: () => T | Promise<T> },
): Promise<T | undefined> {
  try {
    return await step();
  } catch (thrown) {
    const place = (connector.props[key] ?? '').trim() === '' ? workerFindings : findings;
    const message = `The next record for ${topic} cannot be converted: ${asError(thrown).message}`;
    place.add({ kind: 'record', key, message });
    return undefined;
  }
}
