/** Owns what the workloads read: files of equal lines, and topics that were filled from them before anything is measured. */
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { createTopic } from '../test/support/topics';

/** What the lines of an input are. */
export type LineKind = '100 B' | '1 KB' | 'JSON' | 'JSON in its envelope' | 'JSON, 1 % broken';

/** Lines that are written to a file at once. */
const BLOCK = 1000;

/** Makes inputs in one folder, each once. */
export class BenchInput {
  readonly #bootstrap: string;
  readonly #folder: string;
  readonly #topics = new Map<string, Promise<string>>();

  constructor(bootstrap: string, folder: string) {
    this.#bootstrap = bootstrap;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** A file of so many lines. */
  file(kind: LineKind, lines: number): string {
    const file = path.join(this.#folder, `${kind.replaceAll(/\W+/g, '-')}-${lines}.txt`);
    if (existsSync(file)) return file;
    const descriptor = openSync(file, 'w');
    for (let from = 0; from < lines; from += BLOCK) {
      const count = Math.min(BLOCK, lines - from);
      writeSync(descriptor, Array.from({ length: count }, (_, index) => `${lineOf(kind, from + index)}\n`).join(''));
    }
    closeSync(descriptor);
    return file;
  }

  /** A topic that holds those lines, spread over its partitions. */
  topic(kind: LineKind, lines: number, partitions = 1): Promise<string> {
    const name = `bench-${kind.replaceAll(/\W+/g, '-')}-${lines}-${partitions}`;
    let topic = this.#topics.get(name);
    if (topic === undefined) this.#topics.set(name, (topic = this.#fill(name, this.file(kind, lines), partitions)));
    return topic;
  }

  async #fill(name: string, file: string, partitions: number): Promise<string> {
    await createTopic(this.#bootstrap, name, { partitions });
    // Each record goes to a partition of its own choice; by default many in a row stick to one.
    const settings = ['sticky.partitioning.linger.ms=0', 'linger.ms=5', 'queue.buffering.max.messages=1000000'];
    const args = ['-P', '-b', this.#bootstrap, '-t', name, ...settings.flatMap((one) => ['-X', one]), '-l', file];
    execFileSync('kcat', args, { stdio: 'inherit' });
    return name;
  }
}

/** Every line of a kind has the same length, so that the size of an output tells how many there are. */
function lineOf(kind: LineKind, index: number): string {
  switch (kind) {
    case '100 B':
      return filled(index, 100);
    case '1 KB':
      return filled(index, 1000);
    case 'JSON':
      return JSON.stringify(order(index));
    case 'JSON, 1 % broken':
      return index % 100 === 99 ? `{"id":${1_000_000_000 + index},` : JSON.stringify(order(index));
    case 'JSON in its envelope':
      return JSON.stringify({ schema: ORDER_SCHEMA, payload: order(index) });
  }
}

function filled(index: number, length: number): string {
  const number = String(index).padStart(10, '0');
  return number + 'abcdefghijklmnopqrstuvwxyz'.repeat(40).slice(0, length - number.length);
}

/** 173 bytes as JSON. */
function order(index: number): object {
  return {
    id: 1_000_000_000 + index,
    customer: `customer-${10_000 + (index % 90_000)}`,
    email: 'someone.somewhere@example.org',
    amount: 1234.5,
    currency: 'EUR',
    paid: true,
    city: 'Frankfurt',
    created: 1_767_225_600_000 + index,
  };
}

const ORDER_SCHEMA = {
  type: 'struct',
  optional: false,
  fields: [
    ...['id', 'created'].map((field) => ({ type: 'int64', optional: false, field })),
    ...['customer', 'email', 'currency', 'city'].map((field) => ({
      type: 'string',
      optional: false,
      field,
    })),
    { type: 'double', optional: false, field: 'amount' },
    { type: 'boolean', optional: false, field: 'paid' },
  ],
};
