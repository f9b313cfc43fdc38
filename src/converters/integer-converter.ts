/** Owns INT32 numbers as keys, values and headers. */
import { OPTIONAL_INT32_SCHEMA } from '../data/connect-schema';
import { NumberConverter } from './number-converter';

/** Writes and reads integers of 4 bytes, big-endian. Reads with an optional INT32 schema. */
export class IntegerConverter extends NumberConverter {
  constructor() {
    super({
      className: 'java.lang.Integer',
      width: 4,
      schema: OPTIONAL_INT32_SCHEMA,
      write: (bytes, value) => void bytes.writeInt32BE(Number(value)),
      read: (bytes) => bytes.readInt32BE(),
    });
  }
}
