import { JsonSyntaxError } from '../../src/data/json-reader';
import { AlreadyExistsError, BadRequestError, ConfigError, ConnectError, NotFoundError } from '../../src/errors';
import { errorResponse, HttpError, routingError, statusOf } from '../../src/rest/http-errors';

describe('statusOf', () => {
  it.each<[unknown, number]>([
    [new HttpError(403, 'no'), 403],
    [new NotFoundError('x'), 404],
    [new AlreadyExistsError('x'), 409],
    [new BadRequestError('x'), 400],
    [new JsonSyntaxError('x'), 400],
    [new ConfigError('x'), 500],
    [new ConnectError('x'), 500],
    ['text', 500],
  ])('%p → %p', (error, status) => {
    expect(statusOf(error)).toBe(status);
  });
});

describe('errorResponse', () => {
  it('has a JSON body with status and message', async () => {
    const response = errorResponse(routingError(405));
    expect(response.status).toBe(405);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ error_code: 405, message: 'HTTP 405 Method Not Allowed' });
  });
});
