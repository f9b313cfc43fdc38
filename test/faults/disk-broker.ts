/** Owns a broker whose data lie on a small disk, which can be filled and freed. */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { startRealKafka, type RealKafka } from '../support/real-kafka';
import { limitFileSize, SmallDisk } from './small-disk';

const DISK_MB = 96;
/** What the broker, or the Java runtime below it, says when there is no room. */
const FULL = /No space left on device|File too large|unsafe memory access operation|all log dirs .* have failed/;

/** A broker that halts when its disk is full. */
export class DiskBroker {
  readonly kafka: RealKafka;
  /** How the disk becomes full. */
  readonly way: 'tmpfs' | 'limit of file sizes';
  readonly #disk: SmallDisk | undefined;
  readonly #data: string;
  #logLength = 0;

  private constructor(kafka: RealKafka, data: string, disk: SmallDisk | undefined) {
    this.kafka = kafka;
    this.#data = data;
    this.#disk = disk;
    this.way = disk === undefined ? 'limit of file sizes' : 'tmpfs';
  }

  static async start(folder: string): Promise<DiskBroker> {
    mkdirSync(folder);
    const data = path.join(folder, 'data');
    const disk = SmallDisk.create(data, DISK_MB);
    const kafka = await startRealKafka({
      // The controller's own log stays out of it: what is full is the disk of the partitions' leader.
      properties: {
        'log.dirs': data,
        'metadata.log.dir': path.join(folder, 'metadata'),
        'log.index.size.max.bytes': '65536',
      },
      formatArguments: ['--ignore-formatted'],
    });
    return new DiskBroker(kafka, data, disk);
  }

  /** Leaves so many bytes. */
  fill(leftBytes: number): void {
    this.#logLength = this.kafka.logs().length;
    if (this.#disk === undefined) limitFileSize(this.kafka.pid, this.#largestFile() + leftBytes);
    else this.#disk.fill(leftBytes);
  }

  /** The line of the broker's log, since the disk was filled, that says so; empty when there is none. */
  complaint(): string {
    const line = this.kafka
      .logs()
      .slice(this.#logLength)
      .split('\n')
      .find((text) => FULL.test(text));
    return line?.slice(0, 160) ?? '';
  }

  /** Makes room and starts the broker again. */
  async recover(): Promise<void> {
    await this.kafka.kill();
    this.#disk?.free();
    await this.kafka.start();
  }

  async stop(): Promise<void> {
    await this.kafka.stop();
    this.#disk?.close();
  }

  #largestFile(): number {
    const files = readdirSync(this.#data, { recursive: true, encoding: 'utf8' });
    return Math.max(...files.map((file) => statSync(path.join(this.#data, file)).size));
  }
}
