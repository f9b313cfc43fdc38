import { LOGGER_NAMES, loggerOf } from '../../src/runtime/logger-names';
import { captureLog } from '../support/silent-log';

describe('loggerOf', () => {
  it('names the lines of a room after the class that does its work in Kafka Connect', () => {
    const { log, lines } = captureLog();
    const worker = loggerOf(log, 'Worker', { connector: 'c', task: 0 });
    loggerOf(worker, 'WorkerSinkTask').info('put');
    expect(lines).toMatchObject([
      { logger: 'org.apache.kafka.connect.runtime.WorkerSinkTask', connector: 'c', task: 0 },
    ]);
  });

  it('has each name once, below the packages that people set levels for', () => {
    const names = Object.values(LOGGER_NAMES);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^org\.apache\.kafka\.(connect|clients)\.[\w.]+$/.test(name))).toEqual([]);
  });
});
