/** Owns what a text in `listeners` and `admin.listeners` means: a host and port, or the socket file of this machine. */
import { ConfigError } from '../errors';

/** An address as settings name it. */
export type ListenerAddress = PortAddress | SocketAddress;

/** `http://host:port` or `https://host:port`. */
export interface PortAddress {
  readonly scheme: 'http' | 'https';
  /** Empty: all interfaces. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** The setting that names it, for complaints. */
  readonly setting: string;
}

/** `unix:/run/connect.sock?mode=660`: HTTP over a UNIX socket. */
export interface SocketAddress {
  readonly scheme: 'unix';
  /** Absolute. */
  readonly path: string;
  /** Permissions of the socket file. Who may write to it may send requests. */
  readonly mode: number;
  readonly setting: string;
}

/** Only the user that the worker runs as. */
const DEFAULT_MODE = '600';
/** What the operating system has room for in the name of a socket (macOS has 104). */
const MAX_PATH_BYTES = 103;

/** The address that a text means. Throws ConfigError. */
export function parseListener(text: string, setting: string): ListenerAddress {
  const url = text.trim();
  if (/^unix:/i.test(url)) return parseSocket(url, setting);
  const parts = /^([a-z]+):\/\/(\[[0-9a-f:.%]*\]|[^:/[\]]*):(\d{1,5})\/?$/i.exec(url);
  const [, protocol = '', host = '', port = ''] = parts ?? [];
  const scheme = protocol.toLowerCase();
  if (parts === null || Number(port) > 65_535) {
    throw refuse(text, setting, 'it must look like http://localhost:8083 or unix:/run/connect.sock');
  }
  if (scheme !== 'http' && scheme !== 'https') {
    throw refuse(text, setting, 'the protocol must be http or https, or unix for a socket file');
  }
  return { scheme, host: host.replace(/^\[|\]$/g, ''), port: Number(port), setting };
}

/** The address as a URL; `port` is the one that was really bound. */
export function listenerUrl(address: ListenerAddress, port: number): string {
  if (address.scheme === 'unix') return `unix:${address.path}`;
  const { scheme, host } = address;
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function parseSocket(url: string, setting: string): SocketAddress {
  const [, path, mode] = /^unix:(?:\/\/)?(\/[^?]*[^?/])(?:\?mode=0?([0-7]{3}))?$/i.exec(url) ?? [];
  if (path === undefined) {
    throw refuse(
      url,
      setting,
      'a socket file must look like unix:/run/connect.sock or unix:/run/connect.sock?mode=660',
    );
  }
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
    throw refuse(url, setting, `the path of a socket file can have at most ${MAX_PATH_BYTES} bytes`);
  }
  return { scheme: 'unix', path, mode: Number.parseInt(mode ?? DEFAULT_MODE, 8), setting };
}

function refuse(url: string, setting: string, reason: string): ConfigError {
  return new ConfigError(`Invalid value ${url} for configuration ${setting}: ${reason}`, {
    findings: [{ key: setting, value: url, reason }],
  });
}
