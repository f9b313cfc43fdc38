/** Made-up requests against a real worker: no failure of the server, no hang, no answer that the document does not have. */
import { describeWithKafka } from '../support/describe-with-kafka';
import { fuzz } from '../support/rest-fuzz';
import { removeFolder, startOurWorker, temporaryFolder, waitFor, type OurWorker } from '../support/our-worker';

/** `npm run test:fuzz` asks for many more. */
const WANTED = Number(process.env['FUZZ_REQUESTS'] ?? 600);

describeWithKafka('The REST interface, asked at random', (kafka) => {
  let folder: string;
  let worker: OurWorker;

  beforeAll(async () => {
    folder = temporaryFolder('rest-fuzz-');
    worker = startOurWorker({ bootstrap: kafka.bootstrap, folder });
    await waitFor('the worker is ready', () => worker.output.includes('REST requests are taken at'), { worker });
  });

  afterAll(async () => {
    await worker.end();
    removeFolder(folder);
  });

  it(
    `answers ${WANTED} requests as its OpenAPI document says`,
    async () => {
      const url = /taken at (http:\/\/[^\s,]+)/.exec(worker.output)?.[1] ?? '';
      await waitFor('it is healthy', async () => (await fetch(`${url}/health`)).status === 200, { worker });
      let requests = 0;
      for (let seed = 1; requests < WANTED; seed++) {
        const isFirst = seed === 1;
        const report = await fuzz({
          url,
          seed,
          examples: Math.min(100, Math.ceil((WANTED - requests) / 30)),
          phases: isFirst ? 'examples,coverage,fuzzing,stateful' : 'fuzzing,stateful',
        });
        if (!report.isClean) throw new Error(report.output);
        expect(report.requests).toBeGreaterThan(0);
        requests += report.requests;
      }
      process.stdout.write(`${requests} requests made up by schemathesis, nothing found\n`);
      expect(worker.isRunning).toBe(true);
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
    },
    WANTED * 200 + 120_000,
  );
});
