/** Owns `/admin/loggers`: the levels of loggers at run time. */
import type { Hono } from 'hono';
import { BadRequestError, NotFoundError } from '../errors';
import type { LoggerLevel } from '../runtime/loggers';
import { readMembers, readText } from './request-body';
import type { RestServices } from './rest-services';

export function addLoggersResource(app: Hono, { loggers }: RestServices): void {
  app.get('/admin/loggers', (c) => {
    return c.json(Object.fromEntries(loggers.all().map(([name, level]) => [name, levelJson(level)])));
  });

  app.get('/admin/loggers/:logger', (c) => {
    const name = c.req.param('logger');
    const level = loggers.level(name);
    if (level === undefined) throw new NotFoundError(`Logger ${name} not found.`);
    return c.json(levelJson(level));
  });

  app.put('/admin/loggers/:logger', async (c) => {
    const level = readText(readMembers(await c.req.text()), 'level');
    if (level === null) throw new BadRequestError("Desired 'level' parameter was not specified in request.");
    if (!loggers.isLevel(level)) throw new NotFoundError(`invalid log level '${level}'.`);
    const changed = loggers.setLevel(c.req.param('logger'), level);
    // One process is the whole cluster; only the answer differs.
    return c.req.query('scope')?.toLowerCase() === 'cluster' ? c.body(null, 204) : c.json(changed);
  });
}

function levelJson({ level, lastModified }: LoggerLevel): object {
  return { level, last_modified: lastModified };
}
