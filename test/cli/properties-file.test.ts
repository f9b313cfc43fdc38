import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFindings, readPropertiesFile, whereIs } from '../../src/cli/properties-file';
import { ConfigDef } from '../../src/config/config-def';
import { ConfigError } from '../../src/errors';

const folder = mkdtempSync(join(tmpdir(), 'properties-file-'));

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('readPropertiesFile', () => {
  test('reads settings with their lines', async () => {
    const path = write('worker.properties', '# worker\na=1\n\nb : x\\\n  y\n');
    const file = await readPropertiesFile(path);

    expect(file.props).toEqual({ a: '1', b: 'xy' });
    expect(whereIs(file, 'b')).toBe(`${path}:4`);
    expect(whereIs(file, 'c')).toBe(path);
  });

  test('says when it had to read UTF-8', async () => {
    expect(await readPropertiesFile(write('utf8.properties', 'a=é'))).toMatchObject({
      props: { a: 'é' },
      isUtf8: true,
    });
    expect(await readPropertiesFile(write('latin.properties', Buffer.from('a=é', 'latin1')))).toMatchObject({
      props: { a: 'é' },
      isUtf8: false,
    });
  });

  test('names the file that is not there, and the line that is malformed', async () => {
    const gone = join(folder, 'gone.properties');
    const malformed = write('malformed.properties', 'a=1\nb=\\u12\n');

    await expect(readPropertiesFile(gone)).rejects.toThrow(`${gone}: there is no such file`);
    await expect(readPropertiesFile(folder)).rejects.toThrow(`${folder}: is a directory, not a file`);
    await expect(readPropertiesFile(malformed)).rejects.toThrow(`${malformed}:2: Malformed \\uxxxx encoding.`);
  });
});

describe('describeFindings', () => {
  test('puts every finding at its line', async () => {
    const path = write('wrong.properties', 'a=x\nb=2\n');
    const def = new ConfigDef()
      .define({ name: 'a', type: 'INT', importance: 'LOW', doc: '' })
      .define({ name: 'c', type: 'INT', importance: 'LOW', doc: '' });
    const file = await readPropertiesFile(path);
    const error = await Promise.resolve()
      .then(() => def.parse(file.props))
      .catch((thrown: unknown) => thrown as ConfigError);

    expect(describeFindings(file, error as ConfigError)).toBe(
      `${path}:1: a=x: Not a number of type INT\n${path}: c: required, has no default value`,
    );
    const secret = { key: 'db.password', value: 'hunter2', reason: 'too short' };
    expect(describeFindings(file, new ConfigError('', { findings: [secret] }))).toBe(
      `${path}: db.password=[hidden]: too short`,
    );
    expect(describeFindings(file, new ConfigError('something else'))).toBe(`${path}: something else`);
  });
});
