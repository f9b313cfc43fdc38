import { eventsTo } from '../../src/runtime/client-event-log';
import { captureLog } from '../support/silent-log';

describe('eventsTo', () => {
  it('writes each event as a line at its own level', () => {
    const { log, lines } = captureLog();
    const onEvent = eventsTo(log, 'KafkaConsumer');
    onEvent({ level: 'warn', message: 'connection lost' });
    onEvent({ level: 'debug', message: 'no effect', kafkaCode: 3 });
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      [40, 'connection lost'],
      [20, 'no effect'],
    ]);
  });
});
