/** Owns what the kernel tells of a process: processor time and memory. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** The figures of a process at the last look; once it has ended, those of the look before. */
export class ProcessFigures {
  readonly #pid: number;
  /** Processor time of all its threads since it started, user and system. */
  cpuSeconds = 0;
  residentMb = 0;
  /** Largest resident memory since it started. */
  peakMb = 0;

  constructor(pid: number) {
    this.#pid = pid;
  }

  look(): this {
    const status = this.#read('status');
    const stat = this.#read('stat');
    // The memory of a process that has ended and was not waited for is gone.
    if (!status.includes('VmRSS')) return this;
    // The second field is a name in parentheses, which may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    this.cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    this.residentMb = megabytes(status, 'VmRSS');
    this.peakMb = megabytes(status, 'VmHWM');
    return this;
  }

  #read(file: string): string {
    const path = `/proc/${this.#pid}/${file}`;
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }
}

function megabytes(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
}
