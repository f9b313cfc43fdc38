import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RestExtensionContext } from '../../src/api/rest-extension';
import { Plugins } from '../../src/runtime/plugins';
import { createRestExtensions } from '../../src/runtime/rest-extensions';

const folder = mkdtempSync(path.join(tmpdir(), 'rest-extensions-'));
afterAll(() => rmSync(folder, { recursive: true }));

const create = (...names: string[]) =>
  createRestExtensions(names, { plugins: new Plugins(), props: { a: '1' }, folders: [folder] });

/** What the extension of a module tells when it is registered. */
async function register(source: string, reference: string): Promise<unknown[]> {
  writeFileSync(path.join(folder, reference.replace(/#.*/, '')), source);
  const seen: unknown[] = [];
  const [found] = await create(reference);
  await found?.extension.register({ clusterState: seen } as unknown as RestExtensionContext);
  return seen;
}

describe('createRestExtensions', () => {
  it('loads a class that extends ours and hands it the settings of the worker', async () => {
    const source = `import { RestExtension, type Props, type RestExtensionContext } from 'connect-standalone';
      export class Ext extends RestExtension {
        #a: string | null | undefined;
        override configure(props: Props) { this.#a = props.a; }
        override register(context: RestExtensionContext) { (context.clusterState as unknown as unknown[]).push(this.#a); }
      }
      export const other = 1;`;
    expect(await register(source, './one.ts#Ext')).toEqual(['1']);
    expect(await register(source, './two.ts')).toEqual(['1']);
  });

  it.each([
    ['a function named register', 'exports.register = (context) => context.clusterState.push(1);', './a.js'],
    ['a function that is named', 'exports.audit = (context) => context.clusterState.push(1);', './b.js#audit'],
    ['an object', 'exports.it = { n: 1, register(context) { context.clusterState.push(this.n); } };', './c.js'],
    ['a class of its own', 'exports.E = class { register(context) { context.clusterState.push(1); } };', './d.js#E'],
    ['a default export', 'module.exports = { default: (context) => context.clusterState.push(1) };', './e.js'],
  ])('takes %s', async (_what, source, reference) => {
    expect(await register(source, reference)).toEqual([1]);
  });

  it.each([
    ['org.example.Audit', 'This is the name of a Java plugin'],
    ['./nowhere.ts', `Looked in ${folder}`],
    ['nowhere-at-all', 'npm i nowhere-at-all'],
    ['org.apache.kafka.connect.json.JsonConverter', 'does not implement the ConnectRestExtension interface'],
  ])('refuses %s, saying where it looked', async (name, message) => {
    const refused = create(name);
    await expect(refused).rejects.toThrow(`Invalid value ${name} for configuration rest.extension.classes: `);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ findings: [{ key: 'rest.extension.classes', value: name }] });
  });

  it('refuses a module without any', async () => {
    writeFileSync(path.join(folder, 'none.js'), 'exports.x = 1; exports.y = () => 1;');
    await expect(create('./none.js')).rejects.toThrow('it exports no REST extension, but x, y');
  });

  it('knows the one of Kafka Connect', async () => {
    await expect(
      create('org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension'),
    ).rejects.toThrow('It needs a login configuration');
  });
});
