import { contextPrefix, createLogger, withContext, type LoggerOptions } from '../src/logger';

function linesOf(options: LoggerOptions = {}) {
  const lines: string[] = [];
  const log = createLogger({ ...options, destination: { write: (line) => void lines.push(line) } });
  return { log, lines };
}

describe('contextPrefix', () => {
  it.each([
    [{}, ''],
    [{ connector: 'c', scope: 'worker' }, '[c|worker] '],
    [{ connector: 'c', task: 0 }, '[c|task-0] '],
    [{ connector: 'c', task: 12, scope: 'offsets' }, '[c|task-12|offsets] '],
    [{ scope: 'offsets' }, ''],
  ])('of %p is %p, as Kafka Connect prints it', (context, prefix) => {
    expect(contextPrefix(context)).toBe(prefix);
  });
});

describe('createLogger', () => {
  it('writes a line of text with time, level, prefix and message', () => {
    const { log, lines } = linesOf();
    withContext(log, { connector: 'c', task: 0 }).warn('careful');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\[\d{4}-\d\d-\d\dT[\d:.]+Z\] WARN \[c\|task-0\] careful\n$/);
  });

  it.each(['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const)('names the level %s', (level) => {
    const { log, lines } = linesOf({ level: 'trace' });
    log[level]('x');
    expect(lines[0]).toContain(`] ${level.toUpperCase()} x\n`);
  });

  it('puts the trace of an error below its line, that of its cause too', () => {
    const { log, lines } = linesOf();
    log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed');
    expect(lines[0]).toMatch(/ERROR failed\nError: outer\n {4}at /);
    expect(lines[0]).toContain('Error: inner');
  });

  it('writes JSON with the context as fields', () => {
    const { log, lines } = linesOf({ format: 'json' });
    const task = withContext(log, { connector: 'c', task: 0 });
    withContext(task, { scope: 'offsets' }).error({ err: new Error('broken') }, 'failed');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 50,
      connector: 'c',
      task: 0,
      scope: 'offsets',
      msg: 'failed',
      err: { message: 'broken' },
    });
    expect(lines[0]).not.toContain('hostname');
  });

  it('leaves out what is below its level: info unless told otherwise', () => {
    const { log, lines } = linesOf();
    log.debug('x');
    expect(lines).toEqual([]);
    const quiet = linesOf({ level: 'error' });
    quiet.log.warn('x');
    expect(quiet.lines).toEqual([]);
  });

  it.each(['json', 'pretty'] as const)('masks secrets in messages, errors, causes and fields (%s)', (format) => {
    const secret = 'p"ss\\word';
    const { log, lines } = linesOf({ format, redact: (text) => text.replaceAll(secret, '[hidden]') });
    const err = new Error(`login with ${secret} refused`, { cause: new Error(`tried ${secret}`) });
    withContext(log, { connector: `c-${secret}` }).error({ err, url: `http://${secret}@host` }, `used ${secret}`);
    const text = lines.join('');
    expect(text).toContain('used [hidden]');
    expect(text).toContain('login with [hidden] refused');
    expect(text).not.toContain(secret);
    expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
    expect(text.endsWith('\n')).toBe(true);
  });

  it("writes lines as the layout of Apache's worker does", () => {
    const { log, lines } = linesOf({ format: 'java', name: 'org.apache.kafka.connect.cli.ConnectStandalone' });
    const task = withContext(log, {
      connector: 'c',
      task: 0,
      logger: 'org.apache.kafka.connect.runtime.WorkerSinkTask',
    });
    log.info('started');
    task.error({ err: new Error('broken') }, 'failed');
    expect(lines[0]).toMatch(
      /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\] INFO started \(org\.apache\.kafka\.connect\.cli\.ConnectStandalone\)\n$/,
    );
    expect(lines[1]).toMatch(
      /\] ERROR \[c\|task-0\] failed \(org\.apache\.kafka\.connect\.runtime\.WorkerSinkTask\)\nError: broken\n {4}at /,
    );
  });

  it('shows the time of the machine as log4j does', () => {
    const { log, lines } = linesOf({ format: 'java' });
    const before = Date.now();
    log.info('x');
    const text = /^\[(.*?)\]/.exec(lines[0] ?? '')?.[1] ?? '';
    const time = new Date(text.replace(' ', 'T').replace(',', '.')).getTime();
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  it('has one member of each name where a child has another logger than its parent', () => {
    const { log, lines } = linesOf({ format: 'json', name: 'a' });
    withContext(log, { logger: 'b' }).info('x');
    expect(lines[0]?.match(/"logger"/g)).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ logger: 'b' });
  });

  it('colours text only where it is told to', () => {
    const coloured = linesOf({ hasColours: true });
    coloured.log.warn('x');
    expect(coloured.lines[0]).toContain('\u001b[33mWARN\u001b[0m x');
    const plain = linesOf();
    plain.log.warn('x');
    expect(plain.lines[0]).not.toContain('\u001b');
    const java = linesOf({ hasColours: true, format: 'java' });
    java.log.warn('x');
    expect(java.lines[0]).not.toContain('\u001b');
  });

  it.each([
    ['debug', '<7>'],
    ['info', '<6>'],
    ['warn', '<4>'],
    ['error', '<3>'],
    ['fatal', '<2>'],
  ] as const)('begins every line of %s with %s for the journal', (level, priority) => {
    const { log, lines } = linesOf({ level: 'debug', format: 'java', hasPriorities: true });
    log[level]({ err: new Error('broken') }, 'two\nlines');
    const written = (lines[0] ?? '').trimEnd().split('\n');
    expect(written.length).toBeGreaterThan(2);
    expect(written.filter((line) => !line.startsWith(priority))).toEqual([]);
  });

  it('shows further fields after the message of a line of text', () => {
    const { log, lines } = linesOf({ level: 'debug' });
    log.debug({ partitions: ['t-0'], topic: 't' }, 'assigned');
    expect(lines[0]).toContain('assigned partitions=["t-0"] topic=t\n');
  });

  it('leaves the names of loggers readable where a secret is a word of theirs', () => {
    const { log, lines } = linesOf({ format: 'java', redact: (text) => text.replaceAll('kafka', '[hidden]') });
    withContext(log, { logger: 'org.apache.kafka.connect.runtime.Worker' }).info('a kafka');
    expect(lines[0]).toContain('a [hidden] (org.apache.kafka.connect.runtime.Worker)');
  });
});
