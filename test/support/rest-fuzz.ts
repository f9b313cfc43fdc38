/** Owns a run of schemathesis against a worker: requests made up from its OpenAPI document, and what it found. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pythonTool } from './python-tool';

/** What answers are checked for: failures of the server, and all that the document does not say. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

/** That something does not run that should is no failure of the server, but what the probe is there to tell. */
const CONFIG = `
[[operations]]
include-path = "/health/ready"
checks.not_a_server_error.expected-statuses = ["2xx", "4xx", "503"]
`;

/** One run. */
export interface FuzzRun {
  readonly url: string;
  readonly seed: number;
  /** The most requests for each operation. */
  readonly examples: number;
  /** Comma-separated. */
  readonly phases: string;
}

/** What came of it. */
export interface FuzzReport {
  readonly requests: number;
  /** True when nothing was found. */
  readonly isClean: boolean;
  readonly output: string;
}

/** Runs the tool, installing it the first time. Rejects where there is no Python. */
export async function fuzz({ url, seed, examples, phases }: FuzzRun): Promise<FuzzReport> {
  const program = await pythonTool('schemathesis==4.32.5', 'schemathesis');
  const folder = mkdtempSync(path.join(tmpdir(), 'rest-fuzz-'));
  const config = path.join(folder, 'schemathesis.toml');
  writeFileSync(config, CONFIG);
  const options = {
    '--checks': CHECKS.join(','),
    '--phases': phases,
    '--max-examples': examples,
    '--seed': seed,
    '--request-timeout': 30,
    '--warnings': 'off',
    '--suppress-health-check': 'all',
  };
  const args = ['--config-file', config, 'run', `${url}/openapi.json`, '--continue-on-failure', '--no-shrink'];
  try {
    const { code, output } = await collect(program, [...args, ...Object.entries(options).flat().map(String)], folder);
    const requests = Number(/(\d[\d,]*) generated/.exec(output)?.[1]?.replaceAll(',', '') ?? 0);
    return { requests, isClean: code === 0, output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function collect(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
