/** Owns whether answers fit the OpenAPI document: what is documented for the path, the method and the status. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import document from '../../src/rest/openapi.json';
import { pathSegments } from '../../src/rest/request-path';

/** An answer as it went over the wire. */
export interface ObservedAnswer {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly status: number;
  readonly header: (name: string) => string | null | undefined;
  readonly body: string;
}

interface DocumentedResponse {
  readonly headers?: Readonly<Record<string, { readonly required?: boolean }>>;
  readonly content?: Readonly<Record<string, unknown>>;
}

type Operation = { readonly responses: Readonly<Record<string, { readonly $ref?: string }>> };
type PathItem = Readonly<Record<string, Operation | undefined>>;

const DOCUMENT = 'openapi.json';
const ajv = new Ajv2020({ strict: false });
ajv.addSchema(document, DOCUMENT);
const validators = new Map<string, ValidateFunction>();

/** What is wrong with an answer; nothing, if it fits. */
export function nonconformities(answer: ObservedAnswer): string[] {
  const what = `${answer.method} ${answer.target} ${answer.status}`;
  const template = templateOf(answer.target);
  return problems(answer, template).map((text) => `${what}: ${text}`);
}

function problems(answer: ObservedAnswer, template: string | undefined): string[] {
  if (template === undefined) return expectErrorBody(answer, [400, 401, 404, 408, 413, 431, 503]);
  const item = (document.paths as unknown as Readonly<Record<string, PathItem>>)[template] ?? {};
  const method = answer.method === 'HEAD' ? 'get' : answer.method.toLowerCase();
  const operation = item[method];
  if (method === 'options') return (answer.header('allow') ?? null) === null ? ['it lacks Allow'] : [];
  if (operation === undefined) return expectErrorBody(answer, [400, 401, 405, 503]);
  return fit(answer, `/paths/${escape(template)}/${method}/responses/${answer.status}`, operation);
}

function fit(answer: ObservedAnswer, pointer: string, operation: Operation): string[] {
  const documented = operation.responses[String(answer.status)];
  if (documented === undefined) return ['this status is not documented'];
  const at = documented.$ref === undefined ? pointer : documented.$ref.slice(1);
  const response = lookUp(at) as DocumentedResponse;
  const missing = Object.entries(response.headers ?? {})
    .filter(([name, { required }]) => required === true && (answer.header(name) ?? null) === null)
    .map(([name]) => `it lacks the header ${name}`);
  return [...missing, ...fitContent(answer, at, response)];
}

function fitContent(answer: ObservedAnswer, pointer: string, { content }: DocumentedResponse): string[] {
  if (content === undefined) return answer.body === '' ? [] : ['it has a body'];
  if (answer.method === 'HEAD') return [];
  const type = (answer.header('content-type') ?? '').split(';', 1)[0] ?? '';
  if (!(type in content)) return [`its content type is ${JSON.stringify(type)}`];
  if (type !== 'application/json') return [];
  const validate = validator(`${DOCUMENT}#${pointer}/content/${escape(type)}/schema`);
  if (validate(JSON.parse(answer.body))) return [];
  return [`${ajv.errorsText(validate.errors)} in ${answer.body.slice(0, 500)}`];
}

function expectErrorBody(answer: ObservedAnswer, statuses: readonly number[]): string[] {
  if (!statuses.includes(answer.status)) return ['this status is not documented'];
  if (answer.method === 'HEAD' || answer.status === 401) return [];
  const validate = validator(`${DOCUMENT}#/components/schemas/Error`);
  return validate(JSON.parse(answer.body)) ? [] : [ajv.errorsText(validate.errors)];
}

function validator($ref: string): ValidateFunction {
  const known = validators.get($ref) ?? ajv.compile({ $ref });
  validators.set($ref, known);
  return known;
}

/** The path in the document that a request means: fixed segments before templates. */
function templateOf(target: string): string | undefined {
  let segments: readonly string[];
  try {
    segments = pathSegments(target);
  } catch {
    return undefined;
  }
  const fits = (template: string) => {
    const parts = template.split('/').filter((part) => part !== '');
    return parts.length === segments.length && parts.every((part, at) => part.startsWith('{') || part === segments[at]);
  };
  return Object.keys(document.paths).find(fits);
}

function lookUp(pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>((node, part) => (node as Readonly<Record<string, unknown>>)[part], document);
}

/** A part of a JSON pointer inside a URI. */
function escape(part: string): string {
  return encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'));
}
