import type { Props } from '../../src/api/plugin';
import { Predicate } from '../../src/api/predicate';
import { SourceRecord } from '../../src/api/source-record';
import { Transformation } from '../../src/api/transformation';
import { ConfigDef } from '../../src/config/config-def';
import { ConfigError, ConnectError } from '../../src/errors';
import { createTransformationChain, TransformationStage } from '../../src/runtime/transformation-chain';
import { FakePlugins } from '../support/fake-plugins';

const configured: Props[] = [];
const closed: string[] = [];

/** Adds its text to the topic. */
class Append extends Transformation<SourceRecord> {
  #text = '';

  override config(): ConfigDef {
    return new ConfigDef();
  }

  override configure(props: Props): void {
    configured.push(props);
    this.#text = props['text'] ?? '';
  }

  override apply(record: SourceRecord): SourceRecord | null {
    return this.#text === 'drop' ? null : record.newRecord({ topic: record.topic + this.#text });
  }

  override close(): void {
    closed.push(`append ${this.#text}`);
  }
}

/** True for topics that begin with its text. */
class BeginsWith extends Predicate {
  #text = '';

  override config(): ConfigDef {
    return new ConfigDef();
  }

  override configure(props: Props): void {
    configured.push(props);
    this.#text = props['text'] ?? '';
  }

  override test(record: SourceRecord): boolean {
    return record.topic.startsWith(this.#text);
  }

  override close(): void {
    closed.push(`begins with ${this.#text}`);
  }
}

const fake = new FakePlugins({ Append, BeginsWith });
const create = (props: Props) => createTransformationChain<SourceRecord>(fake.plugins, props, ['/etc/c']);

async function run(props: Props, topic: string): Promise<string | null> {
  let record: SourceRecord | null = new SourceRecord({ topic });
  for (const stage of (await create(props)).stages) {
    if (record !== null) record = await stage.apply(record);
  }
  return record?.topic ?? null;
}

beforeEach(() => {
  configured.length = 0;
  closed.length = 0;
});

const TWO = {
  transforms: 'one, two',
  'transforms.two.type': 'Append',
  'transforms.two.text': '2',
  'transforms.one.type': 'Append',
  'transforms.one.text': '1',
};
const ONLY_A = {
  transforms: 'one',
  'transforms.one.type': 'Append',
  'transforms.one.text': '!',
  'transforms.one.predicate': 'isA',
  predicates: 'isA',
  'predicates.isA.type': 'BeginsWith',
  'predicates.isA.text': 'a',
};

describe('createTransformationChain', () => {
  it('applies transforms in the order of the list', async () => {
    expect(await run(TWO, 't')).toBe('t12');
    expect(await run({ ...TWO, transforms: 'two,one' }, 't')).toBe('t21');
  });

  it('has no stages where no transform is named', async () => {
    expect((await create({})).stages).toEqual([]);
    expect((await create({ transforms: ' ' })).stages).toEqual([]);
  });

  it('configures each transform with its own settings, prefix removed, type kept, predicate and negate taken out', async () => {
    await create({ ...ONLY_A, 'transforms.one.negate': 'true' });
    expect(configured).toContainEqual({ type: 'Append', text: '!' });
    expect(configured).toContainEqual({ type: 'BeginsWith', text: 'a' });
  });

  it('applies a transform only to records for which its predicate is true, or false when it is negated', async () => {
    expect(await run(ONLY_A, 'apple')).toBe('apple!');
    expect(await run(ONLY_A, 'pear')).toBe('pear');
    expect(await run({ ...ONLY_A, 'transforms.one.negate': ' TRUE ' }, 'apple')).toBe('apple');
    expect(await run({ ...ONLY_A, 'transforms.one.negate': 'True' }, 'pear')).toBe('pear!');
  });

  it('drops only what the predicate lets into a transform that drops', async () => {
    expect(await run({ ...ONLY_A, 'transforms.one.text': 'drop' }, 'apple')).toBeNull();
    expect(await run({ ...ONLY_A, 'transforms.one.text': 'drop' }, 'pear')).toBe('pear');
  });

  it('refuses a predicate that is named and not defined, saying which transform names it', async () => {
    const undeclared = create({ ...ONLY_A, predicates: '' });
    await expect(undeclared).rejects.toBeInstanceOf(ConnectError);
    await expect(undeclared).rejects.toThrow(/transforms\.one\.predicate.* isA.*predicates\.isA\.type/);
    await expect(create({ ...ONLY_A, 'predicates.isA.type': null })).rejects.toThrow('predicates.isA.type');
  });

  it('refuses a class that is not there', async () => {
    await expect(create({ transforms: 'x', 'transforms.x.type': 'Nope' })).rejects.toBeInstanceOf(ConfigError);
  });

  it('names the class of each stage for reports and looks in the folders that it is given', async () => {
    expect((await create(TWO)).stages.map(({ className }) => className)).toEqual(['Append', 'Append']);
    expect(fake.folders.get('Append')).toEqual(['/etc/c']);
  });
});

describe('TransformationChain', () => {
  it('closes every transform and its predicate, in order', async () => {
    await (await create({ ...ONLY_A, ...TWO, 'transforms.one.predicate': 'isA' })).close();
    expect(closed).toEqual(['append 1', 'begins with a', 'append 2']);
  });
});

describe('TransformationStage', () => {
  it('hands on the very record when it does not apply, and the very promise when the transform gives one', () => {
    const record = new SourceRecord({ topic: 't' });
    const later = Promise.resolve(record);
    const transformation = { apply: () => later } as unknown as Transformation<SourceRecord>;
    const predicate = { test: () => false } as unknown as Predicate;
    const unconditional = new TransformationStage({ transformation, className: 'X' });
    const conditional = new TransformationStage({ transformation, className: 'X', predicate });
    expect(unconditional.apply(record)).toBe(later);
    expect(conditional.apply(record)).toBe(record);
  });
});
