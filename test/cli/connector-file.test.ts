import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConnectorFile } from '../../src/cli/connector-file';
import { ConnectorStartError } from '../../src/errors';

const folder = mkdtempSync(join(tmpdir(), 'connector-file-'));
let count = 0;

function write(content: string): string {
  const path = join(folder, `connector-${count++}`);
  writeFileSync(path, content);
  return path;
}

async function errorOf(content: string): Promise<string> {
  const path = write(content);
  const error = await readConnectorFile(path).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConnectorStartError);
  return (error as Error).message.replace(path, 'FILE');
}

describe('readConnectorFile', () => {
  test('reads properties, whatever the file is called', async () => {
    const file = await readConnectorFile(write('name= c \nconnector.class=C\ntopics=a,\\\n  b\n'));

    expect(file).toMatchObject({ name: 'c ', initialState: 'STARTED', props: { topics: 'a,b' } });
    expect(file.lines.get('topics')).toBe(3);
  });

  test('reads settings as a JSON object, scalars as they are written', async () => {
    const text = `{
      "name": "c",
      "tasks.max": 1, "big": 12345678901234567890, "odd": 1e3, "precise": 0.10,
      "on": true, "nothing": null }  text behind it is not looked at`;
    const file = await readConnectorFile(write(text));

    expect(file.props).toEqual({
      name: 'c',
      'tasks.max': '1',
      big: '12345678901234567890',
      odd: '1e3',
      precise: '0.10',
      on: 'true',
      nothing: null,
    });
    expect(file.initialState).toBe('STARTED');
    expect(file.lines.get('on')).toBe(4);
  });

  test.each([
    ['running', 'STARTED'],
    ['Paused', 'PAUSED'],
    ['STOPPED', 'STOPPED'],
  ])('reads a request with initial_state %s', async (word, initialState) => {
    const file = await readConnectorFile(
      write(JSON.stringify({ name: 'c', config: { topics: 't' }, initial_state: word, unknown: 1 })),
    );

    expect(file).toMatchObject({ name: 'c', initialState, props: { name: 'c', topics: 't' } });
  });

  test('takes the name of a request from its config where that alone has it', async () => {
    expect(await readConnectorFile(write('{"config":{"name":"c"}}'))).toMatchObject({ name: 'c' });
  });

  test('reads properties that happen to begin with a brace', async () => {
    expect(await readConnectorFile(write('{odd}=1\nname=c\nconnector.class=C\n'))).toMatchObject({ name: 'c' });
  });

  test('reads JSON behind a byte-order mark', async () => {
    expect(await readConnectorFile(write('\ufeff{"name":"c"}'))).toMatchObject({ name: 'c' });
  });

  test.each([
    ['connector.class=C', 'FILE: the setting name is missing: every connector needs a name'],
    ['{"connector.class":"C"}', 'FILE: the setting name is missing: every connector needs a name'],
    ['{"config":{}}', 'FILE: the setting name is missing: every connector needs a name'],
    [
      '{"name":"c",\n "tasks.max":1,,}',
      'FILE: looks like JSON, but is not: Unexpected character "," at line 2, column 16',
    ],
    ['[{"name":"c"}]', 'FILE: a JSON object is expected here'],
    [
      '{"name":"c",\n"transforms":["a"]}',
      'FILE:2: transforms must be a string, a number, a boolean or null: settings are not nested',
    ],
    [
      '{"name":"c","config":{\n"nested":{}}}',
      'FILE:2: nested must be a string, a number, a boolean or null: settings are not nested',
    ],
    ['{"name":"c",\n"config":{"name":"d"}}', 'FILE:1: name is c, but the config says d: they must be the same'],
    [
      '{"name":"c",\n"initial_state":"ASLEEP",\n"config":{}}',
      'FILE:2: initial_state must be RUNNING, PAUSED, STOPPED in any letter case, but is ASLEEP',
    ],
    ['name=c\nx=\\u1', 'FILE:2: Malformed \\uxxxx encoding.'],
  ])('says of %j what is wrong and where', async (content, message) => {
    expect(await errorOf(content)).toBe(message);
  });

  test('names a file that is not there', async () => {
    const path = join(folder, 'gone');

    await expect(readConnectorFile(path)).rejects.toThrow(`${path}: there is no such file`);
  });
});
