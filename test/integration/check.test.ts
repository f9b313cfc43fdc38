/** The sub-command `check`, as built, on broken pipelines and on good ones. */
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CheckReport } from '../../src/cli/check-report';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { kcatProduce } from '../support/kcat';
import { runCommand } from '../support/our-command';
import { removeFolder, temporaryFolder } from '../support/our-worker';
import { createTopic } from '../support/topics';
import { ROOT } from '../support/source-files';

jest.setTimeout(120_000);

const STRING = 'org.apache.kafka.connect.storage.StringConverter';

describeWithKafka('check', ({ bootstrap }) => {
  let folder: string;
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => removeFolder(folder));

  const write = (name: string, ...lines: string[]) => writeFileSync(path.join(folder, name), lines.join('\n'));
  const check = async (...args: string[]) => {
    const ended = await runCommand(['check', '--json', ...args], { cwd: folder });
    if (ended.stdout === '') throw new Error(`code ${String(ended.code)}: ${ended.stderr}`);
    return { code: ended.code, report: JSON.parse(ended.stdout) as CheckReport };
  };
  const placesOf = ({ findings }: CheckReport) =>
    findings.map(({ file, line, key, kind }) => `${path.basename(file)}:${line ?? ''} ${key ?? ''} ${kind}`);
  const good = (...lines: string[]) => [
    `bootstrap.servers=${bootstrap}`,
    `key.converter=${STRING}`,
    `value.converter=${STRING}`,
    `offset.storage.file.filename=${path.join(folder, 'offsets')}`,
    'listeners=http://127.0.0.1:0',
    ...lines,
  ];

  it('finds every kind of trouble in one run, each at its file and line, and ends with 78', async () => {
    write('w.properties', 'bootstrap.servers=127.0.0.1:1', ...good('listeners=htp://localhost:8083').slice(1));
    write(
      'sink.properties',
      'name=sink',
      'connector.class=FileStreamSink',
      'task.max=1',
      'tasks.max=many',
      'topics=a',
      'topics.regex=(',
      'transforms=x,y',
      'transforms.x.type=org.apache.kafka.connect.transforms.Csat$Value',
      'transforms.y.type=HoistField$Value',
      'value.converter=JsonConvertor',
      'file=${env:CONNECT_TEST_NOT_THERE}',
    );
    write('source.properties', 'name=source', 'connector.class=FileStreamSource', 'file=x', 'tasks.max=0');
    write('lost.properties', 'name=sink', 'connector.class=FileStreamSnk', 'topics=a');
    const { code, report } = await check('w.properties', 'sink.properties', 'source.properties', 'lost.properties');
    expect(code).toBe(78);
    expect(placesOf(report)).toEqual([
      'w.properties:1 bootstrap.servers unreachable-broker',
      'w.properties:6 listeners no-effect',
      'w.properties:6 listeners invalid-value',
      'sink.properties:3 task.max unknown-key',
      'sink.properties:4 tasks.max invalid-value',
      'sink.properties:5 topics exclusive-keys',
      'sink.properties:6 topics.regex invalid-value',
      'sink.properties:6 topics.regex exclusive-keys',
      'sink.properties:8 transforms.x.type unknown-plugin',
      'sink.properties:9 transforms.y.field missing-key',
      'sink.properties:10 value.converter unknown-plugin',
      'sink.properties:11 file undefined-variable',
      'source.properties:2 topic missing-key',
      'source.properties:4 tasks.max invalid-value',
      'lost.properties:1 name duplicate-name',
      'lost.properties:2 connector.class unknown-plugin',
    ]);
    expect(report.findings.filter(({ severity }) => severity === 'warning').map(({ key }) => key)).toEqual([
      'listeners',
      'task.max',
    ]);
  });

  it('finds nothing in any example, with its worker', async () => {
    const examples = path.join(ROOT, 'examples');
    for (const { name } of readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
      const files = readdirSync(path.join(examples, name)).filter((file) => /\.(properties|json|ini)$/.test(file));
      const worker = files.find((file) => /^worker\.properties$|\.ini$/.test(file)) ?? '';
      const connectors = files.filter((file) => file !== worker && file !== 'package.json' && file !== 'tsconfig.json');
      const args = ['check', worker, ...connectors, '--strict'];
      // Wherever the command is given, and with a broker too.
      const outside = ['check', ...[worker, ...connectors].map((file) => path.join(examples, name, file)), '--strict'];
      const set = [`bootstrap.servers=${bootstrap}`, `offset.storage.file.filename=${path.join(folder, 'offsets')}`];
      const runs = [
        await runCommand([...args, '--offline'], { cwd: path.join(examples, name) }),
        await runCommand([...outside, '--no-rest', ...set.flatMap((setting) => ['--set', setting])], { cwd: folder }),
      ];
      for (const ended of runs) {
        const report = [name, ended.code, ended.stdout];
        expect(report).toEqual([name, 0, expect.stringMatching(/(?:^|\n)No findings/)]);
      }
    }
  });

  it('finds the line however the setting is written', async () => {
    write(
      'w.properties',
      '! the worker',
      ' bootstrap.servers : 127.0.0.1:1',
      'key.converter',
      `value.converter = \\`,
      '   NoSuchConverter',
      'offset.flush.interval.ms   soon',
      'rest.extension.class\\u0065s=NoSuchExtension',
      'consumer.bootstrap.servers=127.0.0.1:1',
      `header.converter=\${env:CONNECT_TEST_NOT_THERE}`,
    );
    const sink = [
      'tasks.max=1',
      '# continued \\',
      'topics=a,\\',
      '  b,\\',
      '',
      'transforms:t',
      'fi\\',
      '  le /tmp/x',
      'transforms.t.type=RegexRouter',
      'transforms.t.replacement=x',
      'transforms.t.regex=[a',
      'errors.tolerance=sóme',
      'tasks.max=0',
      'connector.class=FileStreamSink',
      'name=s',
    ];
    write('s.properties', ...sink);
    const windows = sink.map((line) => line.replace('name=s', 'name=windows'));
    writeFileSync(path.join(folder, 'windows.properties'), `${windows.join('\r\n')}\r\n`, 'latin1');
    const config = [
      '{"name": "j",',
      '"config": {',
      '  "connector.class": "FileStreamSink",',
      '  "tasks\\u002emax": 0}}',
    ];
    write('j.json', ...config);
    const { report } = await check(
      'w.properties',
      's.properties',
      'windows.properties',
      'j.json',
      '--set',
      'j.topics=',
    );
    const ofSink = (file: string) => [
      `${file}:3 topics invalid-value`,
      `${file}:11 transforms.t.regex invalid-value`,
      `${file}:12 errors.tolerance invalid-value`,
      `${file}:13 tasks.max no-effect`,
      `${file}:13 tasks.max invalid-value`,
    ];
    expect(placesOf(report)).toEqual([
      'w.properties:2 bootstrap.servers unreachable-broker',
      'w.properties:3 key.converter unknown-plugin',
      'w.properties:4 value.converter unknown-plugin',
      'w.properties:6 offset.flush.interval.ms invalid-value',
      'w.properties:6 offset.storage.file.filename missing-key',
      'w.properties:7 rest.extension.classes unknown-plugin',
      'w.properties:8 consumer.bootstrap.servers unreachable-broker',
      'w.properties:9 header.converter undefined-variable',
      ...ofSink('s.properties'),
      ...ofSink('windows.properties'),
      'j.json:4 tasks.max invalid-value',
      '--set: topics missing-key',
    ]);
  });

  it('finds the line in a bundle, and says of a value of elsewhere which setting names it, but not the value', async () => {
    write('secrets.properties', 'many=hush-hush');
    write(
      'p.ini',
      '[worker]',
      ...good('config.providers=file'),
      'config.providers.file.class=FileConfigProvider',
      '',
      '; the sink',
      '[connector "my.sink"]',
      'connector.class = FileStreamSnk',
      'topics = a',
      '"tasks.max" = ${file:secrets.properties:many}',
      '[connector "other"]',
      'connector.class = FileStreamSource',
      'topic = ${file:secrets.properties:none}',
      'file = in.txt',
    );
    const { report } = await check('p.ini', '--offline');
    expect(placesOf(report)).toEqual([
      'p.ini:12 connector.class unknown-plugin',
      'p.ini:14 tasks.max invalid-value',
      'p.ini:17 topic undefined-variable',
    ]);
    expect(JSON.stringify(report)).not.toContain('hush');
  });

  it('lets the command line win, takes standard input, and says which value counts', async () => {
    write('w.properties', ...good('offset.flush.interval.ms=soon'));
    const connector = '{"name":"my.sink","connector.class":"FileStreamSink","topics":"a","tasks.max":"0"}';
    const set = ['--set', 'offset.flush.interval.ms=1000', '--set', 'my.sink.tasks.max=1'];
    const ended = await runCommand(['check', 'w.properties', '-', '--offline', ...set], {
      cwd: folder,
      input: connector,
    });
    expect(ended.stdout).toContain('offset.flush.interval.ms=1000, over w.properties:6: soon');
    expect(ended.stdout).toContain('--set wins (connector my.sink): tasks.max=1, over -:1: 0');
    expect(ended.code).toBe(0);
  });

  it('takes a record through converters and transforms, and names the setting that fits', async () => {
    const topic = uniqueName('sample');
    await kcatProduce({ bootstrap, topic }, ['{"a":1}']);
    write('w.properties', ...good());
    const sink = ['name=s', 'connector.class=FileStreamSink', `topics=${topic}`, 'value.converter=JsonConverter'];
    write('s.properties', ...sink);
    const wrong = await check('w.properties', 's.properties', '--sample');
    expect(placesOf(wrong.report)).toEqual(['s.properties:4 value.converter record']);
    expect(wrong.report.findings[0]?.remedy).toContain('value.converter.schemas.enable=false');
    const right = await check(
      'w.properties',
      's.properties',
      '--sample',
      '--set',
      's.value.converter.schemas.enable=false',
    );
    expect([right.code, right.report.findings]).toEqual([0, []]);
    expect(right.report.samples.map(({ topic: name, offset, after }) => [name, offset, after?.value])).toEqual([
      [topic, 0, expect.stringMatching(/^\{"?a"?[=:]1\}$/)],
    ]);
  });

  it('shows what a source would send next, and sends and stores nothing', async () => {
    const topic = uniqueName('sample');
    write('in.txt', 'one', 'two', '');
    write('w.properties', ...good());
    const hoist = ['transforms=h', 'transforms.h.type=HoistField$Value', 'transforms.h.field=line'];
    const json = ['value.converter=JsonConverter', 'value.converter.schemas.enable=false'];
    const source = ['name=f', 'connector.class=FileStreamSource', 'file=in.txt', `topic=${topic}`, ...hoist, ...json];
    write('f.properties', ...source);
    const { code, report } = await check('w.properties', 'f.properties', '--sample');
    expect([code, report.findings]).toEqual([0, []]);
    expect(report.samples).toEqual([
      {
        ...{ connector: 'f', topic, partition: null, offset: null, isDropped: false },
        before: { topic, key: null, value: 'one' },
        after: { topic, key: null, value: 'Struct{line=one}' },
        sent: { topic, partition: null, key: null, value: '{"line":"one"}', headers: [] },
      },
    ]);
    // Which it could not, were there one.
    await createTopic(bootstrap, topic);
    expect(readdirSync(folder).sort()).toEqual(['f.properties', 'in.txt', 'w.properties']);
  });
});
