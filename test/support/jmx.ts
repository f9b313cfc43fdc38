/** Owns the metrics of a Java process as its JMX beans show them. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { javaExecutable } from './java-process';
import { kafkaClassPath } from './kafka-jars';

/** One attribute of a bean. */
export interface JmxAttribute {
  readonly group: string;
  /** `connector=a,task=0`, sorted. */
  readonly tags: string;
  readonly attribute: string;
  readonly value: string;
}

/** With these a JVM shows its beans at a port of this machine. */
export function jmxOptions(port: number): string[] {
  const settings = { port, 'rmi.port': port, authenticate: false, ssl: false, host: '127.0.0.1' };
  const remote = Object.entries(settings).map(([key, value]) => `-Dcom.sun.management.jmxremote.${key}=${value}`);
  return [...remote, '-Djava.rmi.server.hostname=127.0.0.1'];
}

/** All attributes of the beans of a domain. */
export async function readJmx(port: number, domain: string): Promise<JmxAttribute[]> {
  const program = path.join(__dirname, 'JmxDump.java');
  // Some values are of classes of Kafka.
  const classPath = (await kafkaClassPath()).join(path.delimiter);
  const { stdout } = await promisify(execFile)(javaExecutable(), ['-cp', classPath, program, String(port), domain]);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [group = '', tags = '', attribute = '', value = ''] = line.split('\t');
      return { group, tags, attribute, value };
    });
}
