import { DataError, SchemaBuilderError } from '../../src/errors';
import { runVector } from './run-vector';
import type { Adapter, ExpectedError, JsonObject, Vector } from './vector';

function vector(rest: { expected?: JsonObject; expectedError?: ExpectedError; note?: string }): Vector {
  return { id: 'v', component: 'C', config: {}, input: {}, ...rest };
}

const refuses: Adapter = () => {
  throw new DataError('Invalid Java object: class java.lang.Integer for value');
};
const failure: ExpectedError = { kind: 'DataException', phase: 'apply' };

describe('runVector', () => {
  it('fails without an adapter', async () => {
    await expect(runVector(vector({ expected: {} }), undefined)).resolves.toBe('no adapter for C');
  });

  it('passes a result that is expected, of a promise too', async () => {
    await expect(runVector(vector({ expected: { a: 1 } }), () => ({ a: 1 }))).resolves.toBeUndefined();
    await expect(runVector(vector({ expected: { a: 1 } }), async () => ({ a: 1 }))).resolves.toBeUndefined();
    await expect(runVector(vector({ expected: { a: 1 } }), () => ({ a: 2 }))).resolves.toContain('expected 1, got 2');
  });

  it('fails for an error instead of a result, and the other way round', async () => {
    await expect(runVector(vector({ expected: {} }), refuses)).resolves.toContain('got DataException in apply');
    await expect(runVector(vector({ expectedError: failure }), () => ({}))).resolves.toContain(
      'expected DataException',
    );
  });

  it('compares kind, phase and message of an error, but for names of classes', async () => {
    const message = 'Invalid Java object: class java.lang.Byte for value';
    const expect_ = (expectedError: ExpectedError) => expect(runVector(vector({ expectedError }), refuses)).resolves;
    await expect_({ ...failure, messageContains: message }).toBeUndefined();
    await expect_({ ...failure, messageContains: 'another text' }).toContain('another text');
    await expect_({ ...failure, kind: 'ConnectException' }).toContain('got DataException');
    await expect_({ ...failure, kind: 'NullPointerException' }).toBeUndefined();
    await expect_({ ...failure, phase: 'configure' }).toContain('got it in apply');
  });

  it('wants the exact class of an error', async () => {
    const adapter: Adapter = () => {
      throw new SchemaBuilderError('no');
    };
    await expect(runVector(vector({ expectedError: failure }), adapter)).resolves.toContain('SchemaBuilderException');
  });

  it('knows the phase that the adapter entered', async () => {
    const adapter: Adapter = (_, enter) => {
      enter('configure');
      throw new DataError('no');
    };
    const expectedError: ExpectedError = { kind: 'DataException', phase: 'configure' };
    await expect(runVector(vector({ expectedError }), adapter)).resolves.toBeUndefined();
  });

  it('does not compare the order in which Java printed a map', async () => {
    const bytes = (text: string) => ({ bytes: Buffer.from(text).toString('base64') });
    const run = (expected: string, actual: string) =>
      runVector(vector({ expected: bytes(expected) }), () => bytes(actual));
    await expect(run('{a=1, b={c=2, d=3}}', '{b={d=3, c=2}, a=1}')).resolves.toBeUndefined();
    await expect(run('{a=1, b=2}', '{a=2, b=1}')).resolves.toBeDefined();
    await expect(run('[1, 2]', '[2, 1]')).resolves.toBeDefined();
  });

  it('leaves out the size of a buffer where the note says so', async () => {
    const expected = { polls: [{ count: 1, bufferSize: 4 }] };
    const adapter: Adapter = () => ({ polls: [{ count: 1 }] });
    await expect(runVector(vector({ expected, note: 'bufferSize is internal' }), adapter)).resolves.toBeUndefined();
    await expect(runVector(vector({ expected }), adapter)).resolves.toBeDefined();
  });
});
