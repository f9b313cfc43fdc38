/** Owns `/openapi.json`: the description of the API for machines, of which `openapi.json` beside this file is the text. */
import type { Hono } from 'hono';
import { VERSION } from '../version';
import document from './openapi.json';

/** The document as a client reads it: only the paths that this application has (`/admin` may have listeners of its own). */
export function addOpenApiResource(app: Hono): void {
  app.get('/openapi.json', (c) => {
    const served = new Set(app.routes.map(({ path }) => templateOf(path)));
    const paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => served.has(path)));
    return c.json({ ...document, info: { ...document.info, version: VERSION }, paths });
  });
}

/** `/connectors/:connector` is `/connectors/{connector}` in the document. */
function templateOf(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}
