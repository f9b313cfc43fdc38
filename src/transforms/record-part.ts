/** Owns which part of a record a transform works on: its key or its value. */
import type { ConnectRecord } from '../api/connect-record';
import type { ConnectValue } from '../data/connect-value';
import type { Schema } from '../data/schema';

/** Reads one part of a record and makes records with that part changed. */
export interface RecordPart {
  schema(record: ConnectRecord): Schema | null;
  value(record: ConnectRecord): ConnectValue;
  update<R extends ConnectRecord>(record: R, schema: Schema | null, value: ConnectValue): R;
}

export const KEY_PART: RecordPart = {
  schema: (record) => record.keySchema,
  value: (record) => record.key,
  update: (record, keySchema, key) => record.newRecord({ keySchema, key }),
};

export const VALUE_PART: RecordPart = {
  schema: (record) => record.valueSchema,
  value: (record) => record.value,
  update: (record, valueSchema, value) => record.newRecord({ valueSchema, value }),
};
