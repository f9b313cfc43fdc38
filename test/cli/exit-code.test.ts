import * as errors from '../../src/errors';
import { EXIT_CODE_MEANINGS, EXIT_CODES, exitCodeOf } from '../../src/cli/exit-code';

describe('exitCodeOf', () => {
  it.each([
    [1, new errors.UsageError('x')],
    [2, new errors.WorkerStartError('x')],
    [2, new errors.ConfigError('x')],
    [2, new errors.BrokerUnavailableError('x')],
    [2, new errors.ConnectError('x')],
    [3, new errors.ConnectorStartError('x')],
    [3, new errors.OffsetFileError('x')],
    [70, new TypeError('x')],
    [70, 'thrown text'],
    [74, new errors.OffsetWriteError('x')],
    [74, new errors.ReportWriteError('x')],
    [75, new errors.OffsetFileLockedError('x')],
    [75, new errors.GroupNotEmptyError('x')],
    [75, new errors.OffsetsInUseError('x')],
  ])('is %i for %p', (code, error) => {
    expect(exitCodeOf(error)).toBe(code);
  });

  it('goes by the class, not by the message or the cause', () => {
    const cause = new errors.OffsetWriteError('disk full');
    expect(exitCodeOf(new errors.ConnectorStartError('usage', { cause }))).toBe(3);
  });
});

describe('exitCodeOf what came out of a task', () => {
  const inTask = (cause: unknown) =>
    new errors.ConnectError('Exiting WorkerSinkTask due to unrecoverable exception', { cause });

  it.each([
    [65, new errors.DataError('x')],
    [65, new errors.SchemaProjectorError('x')],
    [65, new errors.KafkaError('x', { kafkaCode: 10 })],
    [69, new errors.BrokerUnavailableError('x')],
    [69, new errors.UnavailableError('x')],
    [69, new errors.KafkaError('x', { kafkaCode: -185 })],
    [69, new errors.DataError('the registry', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) })],
    [74, new errors.OffsetWriteError('x')],
    [3, new errors.ConfigError('x')],
    [70, new TypeError('x')],
    [70, new errors.KafkaError('x', { kafkaCode: 29 })],
    [70, 'thrown text'],
  ])('is %i for %p, however it is wrapped', (code, error) => {
    expect(exitCodeOf(error, 'run')).toBe(code);
    expect(exitCodeOf(inTask(error), 'run')).toBe(code);
  });
});

describe('EXIT_CODE_MEANINGS', () => {
  it('says something different of each code, in the order of the codes', () => {
    const codes = EXIT_CODE_MEANINGS.map(([code]) => code);
    expect(codes).toEqual([...codes].sort((a, b) => a - b));
    expect(new Set(EXIT_CODE_MEANINGS.map(([, meaning]) => meaning)).size).toBe(codes.length);
    expect(codes).toEqual(expect.arrayContaining([0, 1, 2, 3, 65, 69, 70, 74, 75]));
    expect(EXIT_CODES.DONE).toBe(0);
  });
});
