/** Owns what a browser's request tells of the page that made it: whether it is ours, and by which name we were called. */
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { HttpError } from './http-errors';

/**
 * Throws HttpError (403) for a request in the name of a page that is not ours. A page that had its own name point at this
 * machine (DNS rebinding) calls us by that name; addresses cannot be borrowed so. `ownHosts`: names that settings give us.
 */
export function requireKnownHost(headers: Headers, ownHosts: readonly string[]): void {
  const host = headers.get('host') ?? '';
  const name = hostNameOf(host);
  const machine = hostname().toLowerCase();
  const known = ['localhost', machine, machine.split('.', 1)[0], ...ownHosts.map((each) => hostNameOf(each))];
  if (isIP(name) !== 0 || name.endsWith('.localhost') || (name !== '' && known.includes(name))) return;
  throw new HttpError(
    403,
    `This worker is not known by the name ${host}: give the page that name with rest.advertised.host.name, or use an address`,
  );
}

/** Throws HttpError (403) for a form that another page has sent. */
export function requireOwnOrigin(headers: Headers): void {
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  if (site !== null && site !== 'same-origin') throw foreign(origin ?? 'another site');
  if (origin !== null && hostOf(origin) !== (headers.get('host') ?? '').toLowerCase()) throw foreign(origin);
}

/** Throws HttpError (403) for a change that a browser asks for in the name of a page of another site. */
export function refuseForeignChange({ method, headers }: Request): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return;
  const site = headers.get('sec-fetch-site');
  if (site === 'cross-site' || site === 'same-site') throw foreign(headers.get('origin') ?? 'another site');
}

function foreign(origin: string): HttpError {
  return new HttpError(
    403,
    `Changes asked for by a page of ${origin} are refused; access.control.allow.origin lets pages of other origins in`,
  );
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** The name of a URL or of `host:port`, without brackets and the dot of the root. */
function hostNameOf(address: string): string {
  const host = address.toLowerCase().replace(/^https?:\/\//, '');
  if (isIP(host) !== 0) return host;
  return host
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}
