/** Owns what the path of a request means: its segments, decoded, as Kafka Connect's server takes them apart. */
import { HttpError } from './http-errors';

/**
 * The decoded segments of a request target; none for `/`. One slash at the end is left out, matrix parameters (`;x=1`) are
 * too. `URL` is no help here: it would resolve `/connectors/.`, which means a connector named ".". Throws HttpError (400)
 * for what is ambiguous or broken.
 */
export function pathSegments(target: string): string[] {
  const path = pathOf(target);
  if (!path.startsWith('/')) throw badPath('it does not begin with a slash');
  if (path.includes('//')) throw badPath('it has an empty segment');
  if (path.includes('\\')) throw badPath('it has a backslash');
  const inner = path.slice(1).replace(/\/$/, '');
  return inner === '' ? [] : inner.split('/').map(decodeSegment);
}

/** A path with exactly these segments, such that splitting and decoding gives them back. */
export function pathOfSegments(segments: readonly string[]): string {
  return `/${segments.map(encodeURIComponent).join('/')}`;
}

/** The path in the `Location` of a new connector: slashes and what may stand in a segment stay as they are. */
export function locationPath(connector: string): string {
  const encoded = encodeURIComponent(connector).replace(/%(?:2F|3A|40|26|3D|2B|24|2C)/g, decodeURIComponent);
  return `/connectors/${encoded}`;
}

function pathOf(target: string): string {
  const withoutQuery = target.split(/[?#]/, 1)[0] ?? '';
  return withoutQuery.replace(/^https?:\/\/[^/]*/i, '') || '/';
}

function decodeSegment(raw: string): string {
  const [segment = ''] = raw.split(';', 1);
  if (/^(?:%2e|\.)*%2e(?:%2e|\.)*$/i.test(segment)) throw badPath('it has encoded dots for a segment');
  let decoded: string;
  try {
    decoded = decodeURIComponent(segment);
  } catch {
    throw badPath('it has a broken escape');
  }
  if (decoded.includes('\0')) throw badPath('it has a null character');
  return decoded;
}

function badPath(why: string): HttpError {
  return new HttpError(400, `The path of the request is ambiguous or broken: ${why}`);
}
