import { RestExtension, type RestExtensionContext } from '../../src/api/rest-extension';
import { BadRequestError } from '../../src/errors';
import { registerExtensions, withExtensions } from '../../src/rest/rest-extension-chain';
import type { Herder, StateInfo } from '../../src/runtime/herder';
import { captureLog } from '../support/silent-log';

const TAKEN = [{ pattern: ['connectors', ':connector'], methods: ['GET', 'HEAD', 'OPTIONS'] }];
const RUNNING: StateInfo = { state: 'RUNNING', workerId: 'w:1', trace: undefined, version: undefined };

class Sample extends RestExtension {
  constructor(readonly register: (context: RestExtensionContext) => void | Promise<void>) {
    super();
  }
}

async function setUp(...registrations: ((context: RestExtensionContext) => void | Promise<void>)[]) {
  const log = captureLog();
  const herder = {
    connectors: async () => ['c'],
    connectorInfo: async () => ({ name: 'c', config: { a: '${env:B}' }, tasks: [], type: 'sink' as const }),
    connectorStatus: async () => ({
      name: 'c',
      connector: RUNNING,
      tasks: [{ id: 3, ...RUNNING, state: 'FAILED' as const, trace: 'Error' }],
      type: 'sink' as const,
    }),
  } satisfies Partial<Herder>;
  const chain = await registerExtensions(
    registrations.map((register, index) => ({ name: `E${index}`, version: '1', extension: new Sample(register) })),
    { services: { herder: herder as unknown as Herder, clusterId: 'k' }, taken: TAKEN, log: log.log },
  );
  const handle = withExtensions(async () => new Response('own'), chain, log.log);
  const ask = async (line: string) => {
    const [method = '', target = ''] = line.split(' ');
    const response = await handle(new Request('http://me', { method }), target);
    return [response.status, await response.text()];
  };
  return { ask, log };
}

describe('REST extensions', () => {
  it('put filters around every request, in their order', async () => {
    const trail: string[] = [];
    const note = (name: string) => (context: RestExtensionContext) => {
      context.addFilter(async ({ target }, next) => {
        trail.push(`${name} ${target}`);
        const response = await next();
        trail.push(`${name} ${response.status}`);
        return response;
      });
    };
    const { ask, log } = await setUp(note('a'), note('b'));
    expect(await ask('GET /x?y')).toEqual([200, 'own']);
    expect(trail).toEqual(['a /x?y', 'b /x?y', 'b 200', 'a 200']);
    expect(log.text()).toContain('Registered REST extension E0 1');
  });

  it('may answer instead', async () => {
    const { ask } = await setUp(({ addFilter }) => addFilter(() => new Response('no', { status: 403 })));
    expect(await ask('GET /')).toEqual([403, 'no']);
  });

  it('have paths of their own, with parts that vary', async () => {
    const { ask } = await setUp(({ addRoute }) => {
      addRoute('get', '/audit/:connector', (_request, { connector }) => new Response(`audit of ${connector ?? ''}`));
    });
    expect(await ask('GET /audit/a%20b/?x')).toEqual([200, 'audit of a b']);
    expect(await ask('PUT /audit/c')).toEqual([200, 'own']);
    expect(await ask('GET /audit')).toEqual([200, 'own']);
  });

  it('see the cluster and change nothing', async () => {
    const seen: unknown[] = [];
    await setUp(async ({ clusterState }) => {
      const health = await clusterState.connectorHealth('c');
      seen.push(clusterState.kafkaClusterId, await clusterState.connectors(), await clusterState.connectorConfig('c'));
      seen.push(health.connectorState.state, health.tasksState.get(3));
    });
    expect(seen).toEqual([
      'k',
      ['c'],
      { a: '${env:B}' },
      'RUNNING',
      { state: 'FAILED', workerId: 'w:1', trace: 'Error' },
    ]);
  });

  it('are answered for where they fail: a client hears of its mistake, the log of theirs', async () => {
    const failing = await setUp(({ addFilter }) => addFilter(() => Promise.reject(new Error('broken'))));
    expect(await failing.ask('GET /a')).toEqual([500, '{"error_code":500,"message":"broken"}']);
    expect(failing.log.text()).toContain('GET /a failed in a REST extension');
    const refusing = await setUp(({ addRoute }) => {
      addRoute('GET', '/a', () => {
        throw new BadRequestError('not so');
      });
    });
    expect(await refusing.ask('GET /a')).toEqual([400, '{"error_code":400,"message":"not so"}']);
  });

  it.each([
    ['GET', '/connectors/:name', 'this path is taken'],
    ['BREW', '/coffee', 'the method must be one of'],
    ['GET', 'coffee', 'the path must look like'],
    ['GET', '/a//b', 'the path must look like'],
  ])('cannot have %s %s', async (method, path, message) => {
    const adding = setUp(({ addRoute }) => addRoute(method, path, () => new Response()));
    await expect(adding).rejects.toThrow(
      `The REST extension E0 could not be registered: ${method} ${path}: ${message}`,
    );
  });

  it('cannot take the same path twice', async () => {
    const add = ({ addRoute }: RestExtensionContext) => addRoute('GET', '/a/:b', () => new Response());
    await expect(setUp(add, add)).rejects.toThrow('The REST extension E1 could not be registered');
  });
});
