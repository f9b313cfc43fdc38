import {
  sourceConnectorConfigDef,
  topicCreationGroups,
  topicCreationProblems,
  usesTopicCreation,
} from '../../src/runtime/source-connector-config';

const DEFAULTS = { 'topic.creation.default.partitions': '2', 'topic.creation.default.replication.factor': '-1' };

describe('topicCreationGroups', () => {
  test('are none where no key asks for topics to be created', () => {
    expect(topicCreationGroups({ name: 'n' })).toEqual([]);
    expect(usesTopicCreation({ name: 'n' })).toBe(false);
    expect(usesTopicCreation(DEFAULTS)).toBe(true);
  });

  test('end with the default group, which takes every topic whatever it is told to include', () => {
    const [group, ...others] = topicCreationGroups({
      ...DEFAULTS,
      'topic.creation.default.include': 'x',
      'topic.creation.default.cleanup.policy': 'compact',
    });

    expect(others).toEqual([]);
    expect(group).toMatchObject({
      name: 'default',
      partitions: 2,
      replicationFactor: -1,
      configs: { 'cleanup.policy': 'compact' },
    });
    expect(group?.includes('anything')).toBe(true);
  });

  test('take numbers from the default group, but not its other settings', () => {
    const groups = topicCreationGroups({
      ...DEFAULTS,
      'topic.creation.default.retention.ms': '5',
      'topic.creation.groups': 'g, h,default',
      'topic.creation.g.include': 'a.*, b',
      'topic.creation.g.exclude': 'ax',
      'topic.creation.g.partitions': '7',
      'topic.creation.g.cleanup.policy': 'compact',
      'topic.creation.h.replication.factor': '3',
    });

    expect(groups.map((group) => ({ ...group, includes: undefined }))).toEqual([
      { name: 'g', partitions: 7, replicationFactor: -1, configs: { 'cleanup.policy': 'compact' } },
      { name: 'h', partitions: 2, replicationFactor: 3, configs: {} },
      { name: 'default', partitions: 2, replicationFactor: -1, configs: { 'retention.ms': '5' } },
    ]);
    expect(['a1', 'b', 'ax', 'ba'].map((topic) => groups[0]?.includes(topic))).toEqual([true, true, false, false]);
    expect(groups[1]?.includes('a')).toBe(false);
  });

  test.each([
    [{ 'topic.creation.groups': 'g' }, 'Missing required configuration "topic.creation.default.replication.factor"'],
    [{ ...DEFAULTS, 'topic.creation.default.partitions': '0' }, 'Number of partitions must be positive, or -1'],
    [
      { ...DEFAULTS, 'topic.creation.groups': 'g', 'topic.creation.g.replication.factor': '0' },
      'Replication factor must be positive and not larger',
    ],
    [
      { ...DEFAULTS, 'topic.creation.groups': 'g', 'topic.creation.g.include': 'a(' },
      'Invalid value [a(] for configuration topic.creation.g.include: Syntax error in regular expression: ',
    ],
    [{ ...DEFAULTS, 'topic.creation.groups': 'g,g' }, 'Duplicate alias provided.'],
  ])('refuses %j', (props, message) => {
    expect(() => topicCreationGroups(props)).toThrow(message);
  });
});

describe('sourceConnectorConfigDef', () => {
  test('takes choices in any letter case', () => {
    const props = {
      name: 'n',
      'connector.class': 'C',
      'exactly.once.support': 'Required',
      'transaction.boundary': 'POLL',
    };

    expect(
      sourceConnectorConfigDef()
        .validate(props)
        .flatMap(({ errors }) => errors),
    ).toEqual([]);
    expect(sourceConnectorConfigDef().parse(props)['transaction.boundary.interval.ms']).toBeNull();
  });
});

test('topicCreationProblems are those of all groups at once', () => {
  const keys = (props: Record<string, string>) => topicCreationProblems(props).map(({ key }) => key);
  expect(keys({ 'tasks.max': 'x' })).toEqual([]);
  expect(keys(DEFAULTS)).toEqual([]);
  const groups = {
    'topic.creation.groups': 'g,h',
    'topic.creation.g.include': '[a',
    'topic.creation.h.partitions': '0',
  };
  expect(keys({ 'topic.creation.default.partitions': '0', ...groups }).sort()).toEqual([
    'topic.creation.default.partitions',
    'topic.creation.default.replication.factor',
    'topic.creation.g.include',
    'topic.creation.h.partitions',
  ]);
});
