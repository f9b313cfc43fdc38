import { FileStreamSourceConnector } from '../../src/connectors/file-stream-source-connector';
import { FileStreamSourceTask } from '../../src/connectors/file-stream-source-task';
import { ConfigError, ConnectError } from '../../src/errors';

const PROPS = { file: '/a.txt', topic: 't', extra: null };
const partition = { filename: '/a.txt' };

describe('FileStreamSourceConnector', () => {
  const connector = new FileStreamSourceConnector();

  it('has one task, with a copy of its settings', () => {
    connector.start(PROPS);
    expect(connector.taskConfigs()).toEqual([{ file: '/a.txt', topic: 't' }]);
    expect(connector.taskClass()).toBe(FileStreamSourceTask);
    expect(connector.version()).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('defines file, topic and batch.size as the genuine connector does', () => {
    const keys = connector.config().configKeys;
    const shown = [...keys.values()].map(({ name, type, importance, defaultValue, group, orderInGroup, width }) => {
      return [name, type, importance, defaultValue, group, orderInGroup, width];
    });
    expect(shown).toEqual([
      ['file', 'STRING', 'HIGH', null, null, -1, 'NONE'],
      ['topic', 'STRING', 'HIGH', undefined, null, -1, 'NONE'],
      ['batch.size', 'INT', 'LOW', 2000, null, -1, 'NONE'],
    ]);
  });

  it.each([[{ file: 'a' }], [{ topic: '' }], [{ topic: 't', 'batch.size': 'many' }]])(
    'does not start with %p',
    (props) => {
      expect(() => connector.start(props)).toThrow(ConfigError);
    },
  );

  it('can read a file again, and standard input not', () => {
    expect(connector.exactlyOnceSupport(PROPS)).toBe('SUPPORTED');
    expect(connector.exactlyOnceSupport({ topic: 't' })).toBe('UNSUPPORTED');
    expect(connector.exactlyOnceSupport({ topic: 't', file: ' ' })).toBe('UNSUPPORTED');
  });

  describe('alterOffsets', () => {
    it('takes whole positions, and resets of whatever is stored', () => {
      expect(connector.alterOffsets(PROPS, [])).toBe(true);
      expect(
        connector.alterOffsets(PROPS, [
          [partition, { position: 10n }],
          [partition, { position: 0 }],
        ]),
      ).toBe(true);
      expect(
        connector.alterOffsets(PROPS, [
          [null, null],
          [{ garbage: 1 }, null],
        ]),
      ).toBe(true);
    });

    it.each([
      [partition, { position: -1 }, 'negative'],
      [partition, { position: 1.5 }, 'whole number'],
      [partition, { position: '1' }, 'whole number'],
      [partition, { other: 1 }, "'position'"],
      [{ other: 'x' }, { position: 1 }, "'filename'"],
      [null, { position: 1 }, "'filename'"],
    ])('refuses %p with %p: %s', (source, offset, message) => {
      const refused = () => connector.alterOffsets(PROPS, [[source, offset]]);
      expect(refused).toThrow(ConnectError);
      expect(refused).toThrow(message);
    });

    it('refuses everything for standard input', () => {
      expect(() => connector.alterOffsets({ topic: 't' }, [])).toThrow("'file'");
    });
  });
});
