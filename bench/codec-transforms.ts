/** Owns one measurement for each transform that is shipped, with settings as users have them. */
import { ConnectHeaders } from '../src/data/headers';
import { CastValue } from '../src/transforms/cast';
import { DropHeaders } from '../src/transforms/drop-headers';
import { ExtractFieldValue } from '../src/transforms/extract-field';
import { Filter } from '../src/transforms/filter';
import { FlattenValue } from '../src/transforms/flatten';
import { HeaderFromValue } from '../src/transforms/header-from';
import { HoistFieldValue } from '../src/transforms/hoist-field';
import { InsertFieldValue } from '../src/transforms/insert-field';
import { InsertHeader } from '../src/transforms/insert-header';
import { MaskFieldValue } from '../src/transforms/mask-field';
import { RegexRouter } from '../src/transforms/regex-router';
import { ReplaceFieldValue } from '../src/transforms/replace-field';
import { SetSchemaMetadataValue } from '../src/transforms/set-schema-metadata';
import { TimestampConverterValue } from '../src/transforms/timestamp-converter';
import { TimestampRouter } from '../src/transforms/timestamp-router';
import { ValueToKey } from '../src/transforms/value-to-key';
import { onBoth, transform } from './codec-subjects';
import type { Subject } from './rounds';
import { SCHEMA, sampleRecord, sampleStruct } from './sample-records';

export function transforms(): Subject[] {
  const date = { field: 'ts', 'target.type': 'string', format: 'yyyy-MM-dd HH:mm:ss' };
  const move = { fields: 'city', headers: 'city', operation: 'move' };
  return [
    ...onBoth('Cast (two fields)', () => transform(new CastValue(), { spec: 'amount:string,count:int64' })),
    ...onBoth('ExtractField', () => transform(new ExtractFieldValue(), { field: 'city' })),
    ...onBoth('Flatten', () => transform(new FlattenValue(), {})),
    ...onBoth('HeaderFrom (move)', () => transform(new HeaderFromValue(), move)),
    ...onBoth('HoistField', () => transform(new HoistFieldValue(), { field: 'order' })),
    ...onBoth('InsertField (topic)', () => transform(new InsertFieldValue(), { 'topic.field': 'topic' })),
    ...onBoth('MaskField', () => transform(new MaskFieldValue(), { fields: 'email' })),
    ...onBoth('ReplaceField', () => transform(new ReplaceFieldValue(), { exclude: 'note', renames: 'ts:created' })),
    ...onBoth('TimestampConverter (to text)', () => transform(new TimestampConverterValue(), date)),
    ...onBoth('ValueToKey', () => transform(new ValueToKey(), { fields: 'id' })),
    ...onlyOnce(),
  ];
}

/** Those to which the form of the value is all the same, or that need a schema. */
function onlyOnce(): Subject[] {
  const record = sampleRecord({});
  const withSchema = sampleRecord(sampleStruct(), SCHEMA);
  const withHeader = record.newRecord({ headers: new ConnectHeaders().addString('city', 'Berlin') });
  const drop = transform(new DropHeaders(), { headers: 'city' });
  const filter = transform(new Filter(), {});
  const insert = transform(new InsertHeader(), { header: 'source', 'value.literal': 'shop' });
  const router = transform(new RegexRouter(), { regex: 'ord(.*)', replacement: 'new-$1' });
  const metadata = transform(new SetSchemaMetadataValue(), { 'schema.name': 'order', 'schema.version': '2' });
  const daily = transform(new TimestampRouter(), {});
  return [
    { name: 'DropHeaders', run: () => drop.apply(withHeader) },
    { name: 'Filter', run: () => filter.apply(record) },
    { name: 'InsertHeader', run: () => insert.apply(record) },
    { name: 'RegexRouter', run: () => router.apply(record) },
    { name: 'SetSchemaMetadata, with a schema', run: () => metadata.apply(withSchema) },
    { name: 'TimestampRouter', run: () => daily.apply(record) },
  ];
}
