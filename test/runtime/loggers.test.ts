import { createLogger, withContext } from '../../src/logger';
import { loggerOf } from '../../src/runtime/logger-names';
import { Loggers } from '../../src/runtime/loggers';
import { captureLog } from '../support/silent-log';

function setUp() {
  const log = captureLog();
  log.log.level = 'info';
  let time = 1000;
  const loggers = new Loggers(log.log, () => time++);
  return { log, loggers };
}

describe('Loggers', () => {
  it('begin with the root, at its level, never changed', () => {
    const { loggers } = setUp();
    expect(loggers.all()).toEqual([['root', { level: 'INFO', lastModified: null }]]);
    expect(loggers.level('ROOT')).toEqual({ level: 'INFO', lastModified: null });
    expect(loggers.level('nobody')).toBeUndefined();
  });

  it('learn a name that a level is set for, and tell only what has changed', () => {
    const { loggers } = setUp();
    expect(loggers.setLevel('a.b', 'debug')).toEqual(['a.b']);
    expect(loggers.setLevel('a.b', 'DEBUG')).toEqual([]);
    expect(loggers.level('a.b')).toEqual({ level: 'DEBUG', lastModified: 1000 });
  });

  it('reach every known name that begins with the same text, without a dot too', () => {
    const { loggers } = setUp();
    loggers.setLevel('a.px', 'WARN');
    expect(loggers.setLevel('a.p', 'ERROR')).toEqual(['a.p', 'a.px']);
    expect(loggers.level('a.px')?.level).toBe('ERROR');
    expect(loggers.setLevel('root', 'FATAL')).toEqual(['a.p', 'a.px', 'root']);
  });

  it('change loggers of the worker that are alive, and those that are made later', () => {
    const { loggers, log } = setUp();
    const task = withContext(log.log, { connector: 'c', task: 0 });
    const name = 'org.apache.kafka.connect.c.task-0';
    expect(loggers.level(name)?.level).toBe('INFO');
    task.debug('before');
    expect(loggers.setLevel('org.apache.kafka.connect', 'DEBUG')).toEqual(['org.apache.kafka.connect']);
    expect(loggers.level(name)?.level).toBe('DEBUG');
    task.debug('after');
    withContext(log.log, { connector: 'd' }).debug('later');
    log.log.debug('root');
    expect(log.text()).toBe('after\nlater');
  });

  it('reach the loggers of a connector by the beginning of its name', () => {
    const { loggers, log } = setUp();
    const connector = withContext(log.log, { connector: 'orders' });
    const names = loggers.setLevel('org.apache.kafka.connect.ord', 'DEBUG');
    expect(names).toEqual(['org.apache.kafka.connect.ord', 'org.apache.kafka.connect.orders']);
    connector.debug('heard');
    expect(log.text()).toBe('heard');
  });

  it('know the levels of Java', () => {
    const { loggers, log } = setUp();
    expect(['OFF', 'all', 'Trace', 'LOUD', ''].map((level) => loggers.isLevel(level))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    loggers.setLevel('root', 'OFF');
    log.log.fatal('unheard');
    expect(log.lines).toEqual([]);
  });

  it('know the classes of Kafka Connect, and reach the rooms that go by their names', () => {
    const { loggers, log } = setUp();
    const task = loggerOf(log.log, 'WorkerSinkTask', { connector: 'c', task: 0 });
    const client = loggerOf(task, 'KafkaConsumer');
    expect(loggers.level('org.apache.kafka.connect.runtime.WorkerSinkTask')?.level).toBe('INFO');
    loggers.setLevel('org.apache.kafka.connect.runtime.WorkerSinkTask', 'DEBUG');
    task.debug('task');
    client.debug('client');
    loggers.setLevel('org.apache.kafka.clients.consumer', 'DEBUG');
    client.debug('client again');
    loggers.setLevel('org.apache.kafka.clients', 'OFF');
    client.error('unheard');
    task.debug('task again');
    expect(log.text()).toBe('task\nclient again\ntask again');
  });

  it('hold the level of one connector above that of a class', () => {
    const { loggers, log } = setUp();
    loggers.setLevel('org.apache.kafka.connect.orders', 'TRACE');
    loggerOf(log.log, 'WorkerSinkTask', { connector: 'orders', task: 0 }).trace('orders');
    loggerOf(log.log, 'WorkerSinkTask', { connector: 'others', task: 0 }).debug('others');
    expect(log.text()).toBe('orders');
  });

  it('hold the root to the level of its own name', () => {
    const lines: string[] = [];
    const root = createLogger({ name: 'a.b', destination: { write: (line) => void lines.push(line) } });
    const loggers = new Loggers(root, () => 1);
    loggers.setLevel('a', 'ERROR');
    root.warn('unheard');
    loggers.setLevel('a.b', 'WARN');
    root.warn('heard');
    expect(lines).toHaveLength(1);
  });
});
