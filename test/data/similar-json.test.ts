import fc from 'fast-check';
import { decodeJsonBytes, JsonSyntaxError, parseJson } from '../../src/data/json-text';
import { SimilarJsonReader } from '../../src/data/similar-json';

const ALIKE = [1, -2, 3.5, '4', null, true, 'ü', 9007199254740993n].map(
  (id) => `{"id":${text(id)},"in":{"x":${text(id)}}}`,
);
const OTHERS = [
  '{"id":1}',
  '{"id":1,"in":[]}',
  '[1]',
  '"text"',
  '12',
  '',
  ' ',
  '{"a":1} trailing',
  '{"a":1} true',
  '{"a":2} 5',
  '{"a":1}{"b":2}',
  '{"a":3}{"b":4}',
  '{"a":1}\n',
  '{"a":4}\n',
  '{"id":007}',
  '{"id":',
  'no',
];

function text(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    return error.message;
  }
}

describe('SimilarJsonReader', () => {
  it('reads any sequence of values as parseJson does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...ALIKE) }, fc.constantFrom(...OTHERS)), {
          maxLength: 60,
        }),
        (texts) => {
          const reader = new SimilarJsonReader();
          for (const one of texts) {
            const bytes = Buffer.from(one);
            expect(outcome(() => reader.read(bytes))).toStrictEqual(outcome(() => parseJson(decodeJsonBytes(bytes))));
          }
        },
      ),
    );
  });

  it('reads on rightly when values differ so much that it stops looking for likeness, and when it looks again', () => {
    const reader = new SimilarJsonReader();
    for (let index = 0; index < 4000; index++) {
      const value = index < 2500 ? { [`k${index % 7}`]: index } : { same: index };
      expect(reader.read(Buffer.from(JSON.stringify(value)))).toEqual(value);
    }
  });

  it('leaves values alone that it has given out', () => {
    const reader = new SimilarJsonReader();
    const values = [1, 2, 3].map((id) => reader.read(Buffer.from(`{"id":${id}}`)));
    expect(values).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });
});
