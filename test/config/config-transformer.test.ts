import { ConfigProvider, type ConfigData } from '../../src/api/config-provider';
import { ConfigTransformer, hasPlaceholder, restorePlaceholders } from '../../src/config/config-transformer';
import { Secrets } from '../../src/config/secrets';

class FakeProvider extends ConfigProvider {
  readonly calls: [string | null, string[]][] = [];

  override configure(): void {}

  override async get(path: string | null, keys: ReadonlySet<string> = new Set()): Promise<ConfigData> {
    this.calls.push([path, [...keys]]);
    if (path === 'shut') return { data: new Map(), ttl: null, missing: 'the door is shut' };
    const data = new Map([
      ['key', `value-at-${path ?? ''}`],
      ['p:q', 'colon'],
      ['again', '${fake:key}'],
      ['dollar', '$&$1'],
    ]);
    return { data, ttl: path === 'short' ? 10 : null };
  }
}

async function transform(props: Record<string, string | null>, secrets?: Secrets) {
  const provider = new FakeProvider();
  return { provider, ...(await new ConfigTransformer(new Map([['fake', provider]]), secrets).transform(props)) };
}

describe('ConfigTransformer', () => {
  test('replaces every placeholder in a value, with and without a path', async () => {
    const { data } = await transform({ a: 'x ${fake:p:key}, ${fake:key}!', b: null, '${fake:key}': '$ {} ${' });

    expect(data).toEqual({ a: 'x value-at-p, value-at-!', b: null, '${fake:key}': '$ {} ${' });
  });

  test('takes everything after the second colon for the key', async () => {
    expect((await transform({ a: '${fake:p:p:q}' })).data).toEqual({ a: 'colon' });
  });

  test('does not look into what a provider answers', async () => {
    expect((await transform({ a: '${fake:again}', b: '${fake:dollar}' })).data).toEqual({
      a: '${fake:key}',
      b: '$&$1',
    });
  });

  test('leaves what nobody answers as text and says why', async () => {
    const props = { a: '${fake:p:nope} ${other:key}', b: '${fake:shut:key}' };
    const { data, unresolved } = await transform(props);

    expect(data).toEqual(props);
    expect(unresolved).toEqual([
      { key: 'a', placeholder: '${fake:p:nope}', reason: 'fake has no value nope at p' },
      { key: 'a', placeholder: '${other:key}', reason: 'no config provider is named other (there are: fake)' },
      { key: 'b', placeholder: '${fake:shut:key}', reason: 'the door is shut' },
    ]);
  });

  test('asks once per path and hands on how long the answers last', async () => {
    const { provider, ttls } = await transform({ a: '${fake:short:key}${fake:short:again}', b: '${fake:long:key}' });

    expect(provider.calls).toEqual([
      ['short', ['key', 'again']],
      ['long', ['key']],
    ]);
    expect([...ttls]).toEqual([['short', 10]]);
  });

  test('tells the secrets what it looked up', async () => {
    const secrets = new Secrets();
    await transform({ a: '${fake:p:key}' }, secrets);

    expect(secrets.redact('got value-at-p')).toBe('got [hidden]');
  });
});

describe('hasPlaceholder', () => {
  test.each([
    ['${a:b}', true],
    ['x${a:b:c}y', true],
    ['${a}', false],
    ['$a:b', false],
    [null, false],
  ])('of %j is %s', (value, expected) => {
    expect(hasPlaceholder(value)).toBe(expected);
  });
});

describe('restorePlaceholders', () => {
  test('puts back the placeholder where a task repeats the resolved value of its connector', () => {
    const connector = {
      raw: { password: '${fake:key}', user: 'anna', changed: '${fake:key}' },
      resolved: { password: 'secret', user: 'anna', changed: 'secret' },
    };

    expect(
      restorePlaceholders({ password: 'secret', user: 'anna', changed: 'own', extra: 'secret' }, connector),
    ).toEqual({
      password: '${fake:key}',
      user: 'anna',
      changed: 'own',
      extra: 'secret',
    });
  });
});

describe('A guarded ConfigTransformer', () => {
  const PLACEHOLDER = '${fake:key}';
  const provider = { configure: () => undefined, get: () => ({ data: new Map([['key', 'value']]), ttl: null }) };

  it('looks up only settings that are trusted, as they are written', async () => {
    const transformer = new ConfigTransformer(new Map([['fake', provider]]), undefined, { isGuarded: true });
    transformer.trust({ password: PLACEHOLDER });
    const { data, unresolved } = await transformer.transform({ password: PLACEHOLDER, topic: PLACEHOLDER, plain: 'x' });
    expect(data).toEqual({ password: 'value', topic: PLACEHOLDER, plain: 'x' });
    expect(unresolved).toMatchObject([{ key: 'topic', placeholder: PLACEHOLDER }]);
    expect(unresolved[0]?.reason).toContain('config.providers must name it');
    const changed = await transformer.transform({ password: `x${PLACEHOLDER}` });
    expect(changed.data).toEqual({ password: `x${PLACEHOLDER}` });
  });

  it('asks no provider for others, not even whether a file is there', async () => {
    const get = jest.fn(provider.get);
    await new ConfigTransformer(new Map([['fake', { ...provider, get }]]), undefined, { isGuarded: true }).transform({
      file: PLACEHOLDER,
    });
    expect(get).not.toHaveBeenCalled();
  });
});
