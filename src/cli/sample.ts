/** Owns `check --sample`: one record per topic of a sink goes through converters and transforms, and is shown before and after. */
import type { SchemaAndValue } from '../api/converter';
import { SinkRecord } from '../api/sink-record';
import { ConnectHeaders } from '../data/headers';
import { asError } from '../errors';
import type { ConsumedBatch } from '../kafka/clients';
import { createConverters } from '../runtime/converter-factory';
import type { ConverterSet, NamedConverter } from '../runtime/converter-set';
import { createTransformationChain } from '../runtime/transformation-chain';
import type { Converter } from '../api/converter';
import type { FileFindings } from './findings';
import { fittingSetting } from './json-setting';
import { transformSample, type SampleOwner } from './sample-transforms';
import { shownRecord, type ShownSample } from './shown-sample';
import type { CheckedWorker } from './worker-check';

/** Where the sample is taken through, and where what goes wrong is complained of. */
export interface SampleSurroundings extends SampleOwner {
  readonly worker: CheckedWorker;
  readonly workerFindings: FileFindings;
}

/** Takes the one record of a batch through. What fails becomes a finding at the setting that it is about. */
export async function takeSample(batch: ConsumedBatch, surroundings: SampleSurroundings): Promise<ShownSample> {
  const { connector, worker } = surroundings;
  const folders = [connector.folder];
  const sources = { connector: connector.props, worker: worker.props, folders };
  const converters = await createConverters(worker.plugins, sources);
  const chain = await createTransformationChain<SinkRecord>(worker.plugins, connector.props, folders);
  const place = { topic: batch.topic(0), partition: batch.partition(0), offset: batch.offset(0) };
  const nothing = {
    connector: connector.file.name ?? '',
    ...place,
    before: null,
    after: null,
    isDropped: false,
    sent: null,
  };
  try {
    const record = await convert(batch, converters, surroundings);
    if (record === undefined) return nothing;
    const what = `The record ${record.kafkaOffset} of ${record.topic}`;
    const after = await transformSample(record, chain, { owner: surroundings, what });
    return {
      ...nothing,
      before: shownRecord(record),
      after: after === undefined || after === null ? null : shownRecord(after),
      isDropped: after === null,
    };
  } finally {
    await chain.close();
  }
}

async function convert(
  batch: ConsumedBatch,
  converters: ConverterSet,
  surroundings: SampleSurroundings,
): Promise<SinkRecord | undefined> {
  const key = await convertPart(
    batch,
    { name: 'key.converter', bytes: batch.key(0), named: converters.key },
    surroundings,
  );
  const value = await convertPart(
    batch,
    { name: 'value.converter', bytes: batch.value(0), named: converters.value },
    surroundings,
  );
  if (key === undefined || value === undefined) return undefined;
  const headers = new ConnectHeaders();
  for (const { key: name, value: bytes } of batch.headers(0) ?? []) {
    const data = await converters.header.converter.toConnectHeader(batch.topic(0), name, bytes);
    headers.add(name, data.value, data.schema);
  }
  const timestamp = batch.timestamp(0);
  return new SinkRecord({
    topic: batch.topic(0),
    kafkaPartition: batch.partition(0),
    keySchema: key.schema,
    key: key.value,
    valueSchema: value.schema,
    value: value.value,
    timestamp: timestamp < 0 ? null : timestamp,
    kafkaOffset: batch.offset(0),
    timestampType: batch.timestampType(0),
    headers,
  });
}

interface Part {
  readonly name: 'key.converter' | 'value.converter';
  readonly bytes: Buffer | null;
  readonly named: NamedConverter<Converter>;
}

async function convertPart(
  batch: ConsumedBatch,
  { name, bytes, named }: Part,
  surroundings: SampleSurroundings,
): Promise<SchemaAndValue | undefined> {
  const { connector, worker, findings, workerFindings } = surroundings;
  const isOwn = (connector.props[name] ?? '').trim() !== '';
  const place = isOwn ? findings : workerFindings;
  const props = isOwn ? connector.props : worker.props;
  const hasEnvelope = (props[`${name}.schemas.enable`] ?? 'true').trim().toLowerCase() === 'true';
  const remedy = fittingSetting(bytes, { key: name, isJson: /JsonConverter$/.test(named.className), hasEnvelope });
  const key =
    `${name}.schemas.enable` in props && remedy?.includes('schemas.enable') === true ? `${name}.schemas.enable` : name;
  const where = `The record ${batch.offset(0)} of ${batch.topic(0)}-${batch.partition(0)}`;
  try {
    const data = await named.converter.toConnectData(batch.topic(0), bytes, batch.headers(0));
    if (remedy !== undefined) {
      const message = `${where} can be read, but as something else than what was meant`;
      place.add({ kind: 'record', severity: 'warning', key, message, remedy });
    }
    return data;
  } catch (thrown) {
    place.add({ kind: 'record', key, message: `${where} cannot be read: ${asError(thrown).message}`, remedy });
    return undefined;
  }
}
